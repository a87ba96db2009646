// Dragging a visit of a draft to another time or trainer. What is dropped is sent by an ordinary form to the
// address at which trainer, day and time can be chosen without dragging, so every rule is asked in one place.
const STEP = 5; // minutes

const board = document.querySelector("[data-plan-timeline]");
if (board) start(board);

function start(board) {
  const svg = board.querySelector("svg");
  const form = board.querySelector("[data-plan-drop]");
  const lanes = [...svg.querySelectorAll("g[data-trainer]")].map((lane) => lane.dataset.trainer);
  const { first, minute, side, head, lane } = Object.fromEntries(
    ["first", "minute", "side", "head", "lane"].map((name) => [name, Number(board.dataset[name])]),
  );
  let held = null;

  function point(event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return { x, y };
  }

  // The visit's own drawing, which lies in a lane; x and y are its left and upper edge.
  function moved(to) {
    const last = head + lane * (lanes.length - 1);
    const left = Math.max(side, held.x + to.x - held.from.x);
    const minutes = first + Math.round((left - side) / minute / STEP) * STEP;
    const row = Math.round((Math.min(Math.max(held.y + to.y - held.from.y, head), last) - head) / lane);
    return { minutes, row };
  }

  svg.addEventListener("pointerdown", (event) => {
    const visit = event.target.closest("[data-visit]");
    if (!visit || event.button) return;
    const drawn = visit.querySelector("svg");
    held = { visit, drawn, from: point(event), x: drawn.x.baseVal.value, y: drawn.y.baseVal.value, place: null };
    svg.setPointerCapture(event.pointerId);
    visit.classList.add("k-tl-visit--held");
    event.preventDefault();
  });

  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    held.place = moved(point(event));
    held.drawn.setAttribute("x", side + (held.place.minutes - first) * minute);
    held.drawn.setAttribute("y", head + held.place.row * lane);
  });

  svg.addEventListener("pointerup", () => {
    if (!held) return;
    const { visit, place } = held;
    const trainer = place && lanes[place.row];
    const stays = !place || (trainer === visit.dataset.trainerOf && side + (place.minutes - first) * minute === held.x);
    if (stays) return letGo();
    form.action = visit.dataset.address;
    form.elements.trainer.value = trainer;
    form.elements.day.value = board.dataset.day;
    form.elements.time.value = clock(place.minutes);
    held = null;
    form.submit();
  });

  function letGo() {
    if (!held) return;
    held.drawn.setAttribute("x", held.x);
    held.drawn.setAttribute("y", held.y);
    held.visit.classList.remove("k-tl-visit--held");
    held = null;
  }

  svg.addEventListener("pointercancel", letGo);
  document.addEventListener("keydown", (event) => event.key === "Escape" && letGo());
}

function clock(minutes) {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
