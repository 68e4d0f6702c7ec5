// The page follows its files: what a save changed takes the place of what was there, and all else stays as its reader left it. Where that
// cannot be done, the page is loaded anew.
"use strict";
(() => {
  const own = document.currentScript.dataset, all = (what, where = document) => [...where.querySelectorAll(what)];
  const name = `siyu-preview:${location.pathname}`;
  const below = () => (document.querySelector(".top")?.getBoundingClientRect().bottom ?? 0) + 1;
  const titled = () => { // every fold, by its words and which of those it is
    const seen = {};
    return all("details").map(each => { const words = each.id || each.querySelector("summary").textContent; seen[words] = (seen[words] ?? 0) + 1; return [each, `${words} ${seen[words]}`]; });
  };
  let folds = new Map(); // also of those that an error keeps from the page for a while
  const unfolded = card => card.querySelector("button.more")?.previousElementSibling;

  // How its reader left it.
  function left() {
    const anchor = all("main article[id], main section[id], main [data-day]").find(each => each.getBoundingClientRect().bottom > below());
    const focus = document.activeElement?.closest("article.card");
    return {
      x: scrollX, y: scrollY,
      anchor: anchor && [anchor.id, anchor.dataset.day ?? "", anchor.getBoundingClientRect().top],
      folds: [...titled().reduce((all, [each, words]) => all.set(words, each.open), folds)],
      cards: all("article.card").filter(card => unfolded(card) && !unfolded(card).classList.contains("fold")).map(card => card.id),
      focus: focus && [focus.id, all("a, button", focus).indexOf(document.activeElement)],
    };
  }
  function place({ x, y, anchor: [id, day, top] = [] }) {
    const anchor = id ? document.getElementById(id) : all("main [data-day]").find(each => each.dataset.day === day);
    scrollTo({ left: x, top: anchor ? scrollY + anchor.getBoundingClientRect().top - top : y, behavior: "instant" });
  }
  function back(kept) {
    folds = new Map(kept.folds);
    for (const [each, words] of titled()) if (folds.has(words)) each.open = folds.get(words);
    for (const id of kept.cards) { const card = document.getElementById(id), text = card && unfolded(card); if (text?.classList.contains("fold")) card.querySelector("button.more").click(); }
    const card = kept.focus && document.getElementById(kept.focus[0]);
    if (card && !card.contains(document.activeElement)) all("a, button", card)[kept.focus[1]]?.focus({ preventScroll: true });
    place(kept);
    const again = event => { if (event.target.tagName === "IMG") place(kept); }; // a picture above came late
    document.addEventListener("load", again, true);
    for (const moved of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(moved, () => document.removeEventListener("load", again, true), { once: true, passive: true });
  }

  // The page as it was sent, each of its elements with the one on the screen: this script runs before the page's own changes anything.
  const screen = new WeakMap();
  function pair(sent, shown) {
    screen.set(sent, shown);
    for (let at = 0; at < sent.children.length; at += 1) pair(sent.children[at], shown.children[at]);
  }
  let sent = document.documentElement.cloneNode(true);
  pair(sent, document.documentElement);

  const called = each => each.id || each.dataset.day || each.getAttribute("href") || each.localName;
  const bare = each => each.cloneNode(false);
  const holds = each => each.children.length > 0 && !each.matches("article") && [...each.childNodes].every(one => one.nodeType !== Node.TEXT_NODE || !one.data.trim());
  function renew(old, now) { // `old` and `now` differ somewhere below
    const shown = screen.get(old), rest = new Map();
    for (const one of old.children) rest.set(called(one), [...(rest.get(called(one)) ?? []), one]);
    screen.set(now, shown);
    let last = null;
    for (const each of [...now.children]) {
      const was = rest.get(called(each))?.shift();
      let node = was && screen.get(was);
      if (was?.isEqualNode(each)) each.replaceWith(was); // its pairs hold
      else if (was && holds(was) && holds(each) && bare(was).isEqualNode(bare(each))) renew(was, each);
      else { const fresh = document.importNode(each, true); node?.replaceWith(fresh); node = fresh; pair(each, node); }
      const next = last ? last.nextElementSibling : shown.firstElementChild;
      if (node !== next) shown.insertBefore(node, next);
      last = node;
    }
    for (const one of [...rest.values()].flat()) screen.get(one).remove();
  }
  const needs = page => all("script, link, meta", page).map(each => each.getAttribute("src") ?? each.outerHTML).join();

  // Whether the page could be brought up to date where it stands.
  async function follow() {
    const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").documentElement;
    const body = page.querySelector("body"), was = sent.querySelector("body");
    if (needs(page) !== needs(sent) || !bare(body).isEqualNode(bare(was)) || body.isEqualNode(was)) return false; // a picture may be another
    const kept = left();
    renew(was, body);
    sent = page;
    document.title = page.querySelector("title").textContent;
    own.state = page.querySelector("script[data-news]").dataset.state;
    globalThis.dress?.();
    back(kept);
    return true;
  }

  let turn = Promise.resolve();
  async function heard(state) {
    if (state === own.state) return;
    if (await follow().catch(() => false)) return;
    try { sessionStorage.setItem(name, JSON.stringify(left())); history.scrollRestoration = "manual"; } catch { /* private mode: only the place is lost */ }
    location.reload();
  }
  function listen() {
    const source = new EventSource(own.news); // the browser connects again by itself
    source.onmessage = event => { turn = turn.then(() => heard(event.data)); };
    addEventListener("pagehide", () => source.close(), { once: true });
  }
  listen();
  addEventListener("pageshow", event => { if (event.persisted) listen(); });
  addEventListener("DOMContentLoaded", () => { // the page's own script has run
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(name)); sessionStorage.removeItem(name); } catch { /* private mode */ }
    if (!kept) return;
    back(kept);
    addEventListener("load", () => { place(kept); history.scrollRestoration = "auto"; }, { once: true }); // pictures may have moved it; so may #today
  });
})();
