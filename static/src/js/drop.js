// [data-drop]: a form with a file field also takes a file that is dropped on it. Without this module the field works alone.
for (const form of document.querySelectorAll("[data-drop]")) {
  const field = form.querySelector("input[type=file]");
  const hasFile = (event) => event.dataTransfer?.types.includes("Files");

  form.addEventListener("dragover", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    form.classList.add("k-drop--over");
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("k-drop--over");
  });
  form.addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    form.classList.remove("k-drop--over");
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

// What the file turned out to be is the first thing read out and seen.
document.querySelector("[data-focus]")?.focus();
