"""Words as they are looked for: folded to one alphabet, without their endings, near to what was typed. No Django."""
