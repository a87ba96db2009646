// On every page: GOV.UK's behaviours for what they name in the markup.
import { Button, Checkboxes, ErrorSummary, Radios, SkipLink, createAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(SkipLink);
createAll(ErrorSummary);
createAll(Button, { preventDoubleClick: true });
createAll(Checkboxes);
createAll(Radios);
