// [data-day]: a trainer may take the day along. The worker answers for the tablet's page when there is no line.
import { canKeep } from "./lib/day-box.js";

for (const element of document.querySelectorAll("[data-day]")) {
  if (!canKeep()) continue;
  element.hidden = false;
}
