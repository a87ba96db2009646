// [data-fold]: a part of the page that is folded away. It opens when a link leads to it, and on paper.
const folds = [...document.querySelectorAll("details[data-fold]")];

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target?.closest("details[data-fold]");
  if (!fold) return;
  fold.open = true;
  fold.querySelector("summary")?.focus();
}

window.addEventListener("hashchange", openTarget);
openTarget();

let closed = [];
window.addEventListener("beforeprint", () => {
  closed = folds.filter((fold) => !fold.open);
  for (const fold of closed) fold.open = true;
});
window.addEventListener("afterprint", () => {
  for (const fold of closed) fold.open = false;
});
