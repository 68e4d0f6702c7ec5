// The page asks for itself again when its state changes, and comes back as its reader left it: what was open, and what stood where.
"use strict";
(() => {
  const { state, news } = document.currentScript.dataset;
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const name = `siyu-preview:${location.pathname}`;
  const below = () => (document.querySelector(".top")?.getBoundingClientRect().bottom ?? 0) + 1;
  const titled = () => { // every fold, by its words and which of those it is
    const seen = {};
    return all("details").map(each => { const words = each.id || each.querySelector("summary").textContent; seen[words] = (seen[words] ?? 0) + 1; return [each, `${words} ${seen[words]}`]; });
  };
  let folds = new Map(); // also of those that an error keeps from the page for a while
  const unfolded = card => card.querySelector("button.more")?.previousElementSibling;

  function keep() {
    const anchor = all("main article[id], main section[id], main [data-day]").find(each => each.getBoundingClientRect().bottom > below());
    const focus = document.activeElement?.closest("article.card");
    const kept = {
      x: scrollX, y: scrollY,
      anchor: anchor && [anchor.id, anchor.dataset.day ?? "", anchor.getBoundingClientRect().top],
      folds: [...titled().reduce((all, [each, words]) => all.set(words, each.open), folds)],
      cards: all("article.card").filter(card => unfolded(card) && !unfolded(card).classList.contains("fold")).map(card => card.id),
      focus: focus && [focus.id, all("a, button", focus).indexOf(document.activeElement)],
    };
    try { sessionStorage.setItem(name, JSON.stringify(kept)); history.scrollRestoration = "manual"; } catch { /* private mode: only the place is lost */ }
  }

  function restore() {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(name)); sessionStorage.removeItem(name); } catch { return; }
    if (!kept) return;
    folds = new Map(kept.folds);
    for (const [each, words] of titled()) if (folds.has(words)) each.open = folds.get(words);
    for (const id of kept.cards) { const card = document.getElementById(id), text = card && unfolded(card); if (text?.classList.contains("fold")) card.querySelector("button.more").click(); }
    const card = kept.focus && document.getElementById(kept.focus[0]);
    if (card) all("a, button", card)[kept.focus[1]]?.focus({ preventScroll: true });
    const place = () => {
      const [id, day, top] = kept.anchor ?? [];
      const anchor = id ? document.getElementById(id) : all("main [data-day]").find(each => each.dataset.day === day);
      scrollTo({ left: kept.x, top: anchor ? scrollY + anchor.getBoundingClientRect().top - top : kept.y, behavior: "instant" });
    };
    place();
    const again = event => { if (event.target.tagName === "IMG") place(); }; // a picture above came late
    document.addEventListener("load", again, true);
    for (const moved of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(moved, () => document.removeEventListener("load", again, true), { once: true, passive: true });
    addEventListener("load", () => { place(); history.scrollRestoration = "auto"; }, { once: true }); // pictures may have moved it; so may #today
  }

  function listen() {
    const source = new EventSource(news); // the browser connects again by itself
    source.onmessage = event => { if (event.data !== state) { source.close(); keep(); location.reload(); } };
    addEventListener("pagehide", () => source.close(), { once: true });
  }

  restore();
  listen();
  addEventListener("pageshow", event => { if (event.persisted) listen(); });
})();
