// A player's picture and controls, put on its page: our own controls, or the browser's where styles cannot be adopted.

/** Put what the template holds into the stage; gives the video. The whole stage fills the screen, bar and all. */
export function frame(stage, template, { language, canAdoptStyles }) {
  const made = template.content.cloneNode(true);
  if (canAdoptStyles) {
    const controller = made.querySelector("media-controller");
    controller.lang = language;
    for (const control of made.querySelectorAll("media-control-bar, media-control-bar > *")) {
      if (control.localName.startsWith("media-")) control.setAttribute("mediacontroller", controller.id);
    }
  } else {
    const video = made.querySelector("video");
    video.controls = true;
    made.querySelector("media-controller").replaceWith(video);
  }
  stage.replaceChildren(made);
  if (canAdoptStyles) stage.querySelector("media-controller").fullscreenElement = stage;
  return stage.querySelector("video");
}
