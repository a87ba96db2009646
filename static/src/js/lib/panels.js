// Panels of the player: a button of the bar opens what belongs to it between the picture and the bar. One at a time.

/** Let every [aria-controls] button of a stage open its panel; Escape closes it and gives the focus back. */
export function panels(stage) {
  const buttons = [...stage.querySelectorAll("button[aria-controls]")];
  const panelOf = (button) => stage.querySelector(`#${button.getAttribute("aria-controls")}`);
  const set = (button, isOpen) => {
    button.setAttribute("aria-expanded", String(isOpen));
    panelOf(button).hidden = !isOpen;
  };
  for (const button of buttons) {
    set(button, false);
    button.addEventListener("click", () => {
      const isOpen = button.getAttribute("aria-expanded") === "true";
      for (const other of buttons) set(other, other === button && !isOpen);
      if (!isOpen) panelOf(button).querySelector("input:checked, input, button")?.focus();
    });
    panelOf(button).addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      set(button, false);
      button.focus();
    });
  }
}
