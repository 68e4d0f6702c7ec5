// Answers to what somebody wrote: those whose keyword it holds, and those that hold it. Works from a disk, too.
"use strict";
{
  const form = document.querySelector(".search"), field = form.elements.said, told = form.querySelector("[role=status]");
  const plain = text => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const answers = [...document.querySelectorAll("article.card")].map(card => ({
    card, exact: card.dataset.match === "exact",
    keywords: [...card.querySelectorAll(".tags span")].map(keyword => plain(keyword.textContent)),
    text: plain(card.querySelector("pre.text").textContent),
  }));
  function look() {
    const said = plain(field.value);
    let shown = 0;
    for (const { card, exact, keywords, text } of answers) {
      const meets = text.includes(said) || keywords.some(keyword => keyword.includes(said) || (!exact && said.includes(keyword)));
      card.hidden = said !== "" && !meets;
      if (!card.hidden) shown += 1;
    }
    told.textContent = said === "" ? "" : shown ? String(shown) : told.dataset.none;
  }
  form.hidden = false;
  form.addEventListener("input", look);
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("pageshow", look); // a browser that comes back keeps the words
  look();
}
