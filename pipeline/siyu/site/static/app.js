// What a page does beyond being read: filters in the address, today, copying, done-marks on this device.
"use strict";
const $$ = (what, where = document) => [...where.querySelectorAll(what)];
const words = document.body.dataset;
const pad = n => String(n).padStart(2, "0");
const now = new Date();
const today = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;

// The index leads to the week of today.
const weeks = document.querySelector("[data-weeks]");
if (weeks) {
  const dated = $$("a[data-from]", weeks);
  const at = dated.find(a => a.dataset.from <= today && today <= a.dataset.to) || dated.find(a => a.dataset.from > today) || dated.at(-1);
  if (at && !location.hash) location.replace(at.getAttribute("href") + location.search + "#today");
}

// Filters: what is chosen stands in the address, and can be sent to a colleague.
const form = document.querySelector(".filters");
function sift() {
  const wanted = [...new FormData(form)].filter(([, value]) => value);
  for (const part of $$("article.card, a.chip")) {
    const about = (document.getElementById(decodeURIComponent((part.hash || "").slice(1))) || part).dataset; // a chip's words are its card's
    part.hidden = !wanted.every(([key, value]) => (about[key] || "").split(" ").includes(value));
  }
  for (const title of $$(".cards > h2")) {
    let next = title.nextElementSibling, some = false;
    for (; next && !next.matches("h2"); next = next.nextElementSibling) {
      if (next.matches(".gap")) next.hidden = wanted.length > 0;
      some ||= !next.hidden && !next.matches(".crew");
    }
    title.hidden = !some;
  }
  for (const count of $$(".day .count")) count.textContent = $$("a.chip", count.closest(".day")).filter(chip => !chip.hidden).length || "";
  const query = new URLSearchParams(wanted).toString();
  try { history.replaceState(null, "", (query ? "?" + query : location.pathname.split("/").pop()) + location.hash); } catch { /* a page from the disk may refuse */ }
  for (const link of $$(".turn a")) link.search = query;
}
if (form) {
  form.hidden = false;
  for (const [key, value] of new URLSearchParams(location.search)) { // a messenger adds words of its own
    const field = form.elements.namedItem(key);
    if (field && [...field.options].some(option => option.value === value)) field.value = value;
  }
  form.addEventListener("change", sift);
  form.addEventListener("reset", () => setTimeout(sift));
  form.addEventListener("submit", event => event.preventDefault());
}

// Copying exactly the text: the clipboard, else the old command, else the text is selected for a long press.
function say(words) {
  for (const old of $$(".toast")) old.remove();
  const toast = document.body.appendChild(document.createElement("div"));
  toast.className = "toast"; toast.setAttribute("role", "status"); toast.textContent = words;
  setTimeout(() => toast.remove(), 2200);
}
function old(text) {
  const focused = document.activeElement;
  const field = document.body.appendChild(document.createElement("textarea"));
  field.value = text; field.style.position = "fixed"; field.style.opacity = "0";
  field.select(); field.setSelectionRange(0, text.length);
  let done = false;
  try { done = document.execCommand("copy"); } catch { done = false; }
  field.remove();
  if (focused) focused.focus({ preventScroll: true }); // who uses the keyboard stays where they were
  return done;
}
async function put(text) {
  try { await navigator.clipboard.writeText(text); return true; } catch { return old(text); }
}
async function copy(button) {
  const pre = button.closest(".card").querySelector("pre.text");
  if (await put(pre.textContent)) return say(words.copied);
  getSelection().selectAllChildren(pre);
  say(words.hold);
}
// The task before and the one after, among those that the filters leave.
function turn(card, step) {
  const shown = $$("article.card").filter(each => !each.hidden);
  const next = shown[shown.indexOf(card) + step];
  if (next) { location.hash = next.id; next.querySelector("button")?.focus({ preventScroll: true }); }
}
// Done-marks: on this device alone.
const key = (id, place = words.key) => `siyu:${place}:${id}`;
const kept = { get: (id, place) => { try { return localStorage.getItem(key(id, place)); } catch { return null; } }, set: (id, on) => { try { on ? localStorage.setItem(key(id), "1") : localStorage.removeItem(key(id)); } catch { /* private mode */ } } };
function mark(card, on) {
  card.classList.toggle("done", on);
  const button = card.querySelector("button.mark"), done = card.parentElement.dataset.done;
  button.setAttribute("aria-pressed", on); button.textContent = on ? `✓ ${done}` : done;
}
function chips() { // one that leads to another page: its tier keeps the mark
  for (const chip of $$("a.chip")) {
    const [page, id] = chip.getAttribute("href").split("#");
    chip.classList.toggle("done", !!kept.get(id, page ? `${words.key.split("/")[0]}/${chip.dataset.tier}` : words.key));
  }
}
// What comes with the script, because without it nothing could be kept; also for what a preview has put in since.
function dress() {
  for (const card of $$("[data-done] > article.card")) {
    if (card.querySelector(".end")) continue;
    const { earlier, later } = card.parentElement.dataset, tools = card.querySelector(".tools");
    const end = card.querySelector("header").appendChild(document.createElement("span"));
    end.className = "end";
    for (const [sign, step, label] of [["↑", -1, earlier], ["↓", 1, later]]) {
      const button = end.appendChild(document.createElement("button"));
      button.type = "button"; button.className = "turn-to"; button.dataset.step = step; button.textContent = sign; button.setAttribute("aria-label", label);
    }
    const button = tools.insertBefore(document.createElement("button"), tools.querySelector("span"));
    button.type = "button"; button.className = "mark";
    mark(card, !!kept.get(card.id));
  }
  chips();
  const folded = $$("button.more").filter(more => more.previousElementSibling.matches(".fold")); // read all, then write: one layout
  const short = folded.filter(more => { const pre = more.previousElementSibling.firstElementChild; return pre.scrollHeight <= pre.clientHeight + 2; });
  for (const more of folded) more.hidden = short.includes(more);
  for (const day of $$(`.day[data-day="${today}"]`)) day.classList.add("today");
  if (form) sift();
}
dress();
if (location.hash === "#today") $$(`[data-day="${today}"]`).filter(each => each.offsetParent).at(-1)?.scrollIntoView();
addEventListener("pageshow", chips); // after "back" no script starts anew
document.addEventListener("click", event => {
  const button = event.target.closest("button"), card = button && button.closest(".card");
  if (button && button.matches(".address")) put(button.dataset.address).then(done => say(done ? words.copied : button.dataset.address));
  if (!card) return;
  if (button.matches(".turn-to")) turn(card, Number(button.dataset.step));
  if (button.matches(".copy")) copy(button);
  if (button.matches(".mark")) { const on = !card.classList.contains("done"); mark(card, on); kept.set(card.id, on); chips(); }
  if (button.matches(".more")) { const folded = button.previousElementSibling.classList.toggle("fold"); button.textContent = folded ? words.more : words.less; }
});
