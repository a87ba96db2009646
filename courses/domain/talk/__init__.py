"""Between learners and teachers: questions, answers, thanks."""
