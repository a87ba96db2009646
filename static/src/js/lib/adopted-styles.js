// Lets media-chrome run under a policy of style-src 'self'. It writes <style> elements into its shadow roots, which
// such a policy blocks; the same rules as constructed style sheets are allowed. Import before media-chrome.

const STYLE = /<style([^>]*)>([\s\S]*?)<\/style>/g;
// Nested declarative shadow roots: the elements inside make their own when they are defined.
const NESTED = /<template shadowrootmode=[^>]*>[\s\S]*?<\/template>/g;

/** Whether this browser has constructed style sheets; without them there is only the browser's own player. */
export const canAdoptStyles =
  "adoptedStyleSheets" in Document.prototype && "replaceSync" in CSSStyleSheet.prototype;

function adopt(root, html) {
  const sheets = [];
  const rest = html.replace(NESTED, "").replace(STYLE, (whole, attributes, rules) => {
    const media = /media="([^"]*)"/.exec(attributes)?.[1];
    const sheet = new CSSStyleSheet(media ? { media } : {});
    sheet.replaceSync(rules);
    sheets.push(sheet);
    return "";
  });
  root.adoptedStyleSheets = sheets;
  // media-chrome looks its own rules up through its <style> elements.
  const find = ShadowRoot.prototype.querySelectorAll;
  root.querySelectorAll = (selector) =>
    selector === "style:not([media])"
      ? sheets.filter((sheet) => !sheet.media.length).map((sheet) => ({ sheet }))
      : find.call(root, selector);
  return rest;
}

if (canAdoptStyles) {
  const { set, get } = Object.getOwnPropertyDescriptor(ShadowRoot.prototype, "innerHTML");
  const isMedia = (root) => root.host.localName.startsWith("media-");
  Object.defineProperty(ShadowRoot.prototype, "innerHTML", {
    configurable: true,
    enumerable: true,
    get,
    set(html) {
      set.call(this, isMedia(this) ? adopt(this, html) : html);
    },
  });
  const { setHTMLUnsafe } = ShadowRoot.prototype;
  if (setHTMLUnsafe) {
    ShadowRoot.prototype.setHTMLUnsafe = function (html) {
      if (isMedia(this)) set.call(this, adopt(this, html));
      else setHTMLUnsafe.call(this, html);
    };
  }
}
