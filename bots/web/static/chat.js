// The chat, better: posts without reloading, hears what comes later. The page works without it.
const WORDS = {
  us: "Tchatche : ",
  you: "Toi : ",
  typing: "Tchatche écrit…",
  offline: "Pas de connexion. Tu peux écrire : ton message partira au retour du réseau.",
  online: "La connexion est revenue.",
  unsent: "Ton message n’est pas parti.",
  again: "Réessayer",
  source: "Source : ",
  map: "Voir sur une carte",
  download: "Télécharger ",
  tab: " (nouvelle fenêtre)",
  choice: " (ton choix)",
};
const TYPING_AFTER = 1000; // sooner, the indicator would only flicker
const PATIENCE = 30000;
const LINK = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]»]/g;
const MOST_LINES = 60;
const MEMORY = "tchatche.lines"; // this tab's own memory: it dies with the tab

const form = document.getElementById("talk");
const input = document.getElementById("text");
const send = form.querySelector(".send");
const log = document.getElementById("log");
const list = document.getElementById("lines");
const status = document.getElementById("status");
const embed = form.elements.embed.value === "1";
const fine = matchMedia("(pointer: fine)").matches;
const seen = new Set();
let last = 0; // the greatest id shown
let stream = null;
let pause = 5000; // before knocking again after a refused stream
let queue = Promise.resolve();
let waiting = []; // messages that could not leave

function el(name, props = {}, ...children) {
  const made = Object.assign(document.createElement(name), props);
  made.append(...children);
  return made;
}

function hidden(text) {
  return el("span", { className: "sr" }, text);
}

function link(url, label, props = {}) {
  const made = el("a", { href: url, target: "_blank", rel: "noopener noreferrer", ...props });
  made.append(label, hidden(WORDS.tab));
  return made;
}

function host(url) {
  return new URL(url, location).host.replace(/^www\./, "");
}

function words(raw) {
  const text = raw.replace(/ (?=[?!:;%€»])/g, "\u00a0").replaceAll("« ", "«\u00a0"); // as French is set
  const drawn = el("p", { dir: "auto" });
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    drawn.append(text.slice(end, found.index));
    drawn.append(el("a", { href: found[0], target: "_blank", rel: "noopener noreferrer" }, found[0]));
    end = found.index + found[0].length;
  }
  drawn.append(text.slice(end));
  return drawn;
}

function choices(buttons) {
  const made = el("ul", { className: "choices" });
  for (const { label, url, payload } of buttons) {
    const one = url
      ? link(url, label, { className: "choice" })
      : el("button", { className: "choice", name: "payload", value: payload }, label);
    if (!url) {
      one.setAttribute("form", "talk");
      one.formNoValidate = true;
    }
    made.append(el("li", {}, one));
  }
  return made;
}

function ours(view) {
  const made = el("li", { className: "ours fresh" }, hidden(WORDS.us), words(view.text));
  made.dataset.id = view.id;
  const facts = el("ul", { className: "under" });
  const under = (...children) => facts.append(el("li", {}, ...children));
  if (view.source) under(WORDS.source, link(view.source, host(view.source)));
  if (view.place) {
    const { name, address, url } = view.place;
    under(`${name}, ${address} · `, link(url, WORDS.map));
  }
  if (view.file) {
    const { name, url } = view.file;
    under(el("a", { href: url, download: "" }, WORDS.download + name));
  }
  if (facts.children.length) made.append(facts);
  if (view.buttons.length) made.append(choices(view.buttons));
  return made;
}

function mine(text) {
  return el("li", { className: "mine fresh" }, hidden(WORDS.you), el("p", { dir: "auto" }, text));
}

function add(item) {
  list.append(item);
  log.scrollTop = log.scrollHeight;
  return item;
}

function show(view) {
  if (seen.has(view.id)) return;
  seen.add(view.id);
  last = Math.max(last, view.id);
  add(ours(view));
}

function settle(button) {
  // A choice made stays in sight, and cannot be made twice by mistake.
  for (const one of button.closest(".choices").querySelectorAll("button")) one.disabled = true;
  button.classList.add("chosen");
  button.append(hidden(WORDS.choice));
}

/* the person's own words: this tab remembers them, the server does not */
function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(MEMORY)) ?? [];
  } catch {
    return [];
  }
}

function remember(line) {
  try {
    sessionStorage.setItem(MEMORY, JSON.stringify([...recall(), line].slice(-MOST_LINES)));
  } catch {
    // a browser that forgets is allowed to
  }
}

function restore() {
  const shown = [...list.querySelectorAll("[data-id]")];
  for (const item of shown) seen.add(Number(item.dataset.id));
  last = Math.max(0, ...seen);
  if (!shown.length) return;
  for (const [after, text, under] of recall()) {
    const next = shown.find((item) => Number(item.dataset.id) > after);
    const line = mine(text);
    line.classList.remove("fresh");
    if (next) next.before(line);
    else list.append(line);
    if (!under) continue;
    const host = shown.find((item) => Number(item.dataset.id) === under);
    const buttons = [...(host?.querySelectorAll("button.choice:enabled") ?? [])];
    const chosen = buttons.find((one) => one.textContent === text);
    if (chosen) settle(chosen);
  }
}

/* out: one message at a time, in order, each with a key that makes a repetition harmless */
async function deliver(message) {
  const typing = setTimeout(() => (status.textContent = WORDS.typing), TYPING_AFTER);
  try {
    const answer = await fetch("/chat/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(message.body),
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    const body = await answer.json();
    if (!answer.ok) return fail(message, body.detail ?? WORDS.unsent, answer.status);
    message.item.classList.remove("waiting");
    for (const view of body.messages) show(view);
    listen();
  } catch {
    fail(message, WORDS.unsent);
    if (!navigator.onLine) waiting.push(message);
  } finally {
    clearTimeout(typing);
    if (status.textContent === WORDS.typing) status.textContent = "";
  }
}

function fail(message, sentence, code = 0) {
  const trouble = el("p", { className: "trouble" }, sentence);
  if (code !== 413 && code !== 400) {
    const again = el("button", { className: "choice", type: "button" }, WORDS.again);
    again.addEventListener("click", () => retry(message));
    trouble.append(again);
  }
  message.item.querySelector(".trouble")?.remove();
  message.item.append(trouble);
  log.scrollTop = log.scrollHeight;
}

function retry(message) {
  const trouble = message.item.querySelector(".trouble");
  if (trouble?.contains(document.activeElement)) input.focus();
  trouble?.remove();
  waiting = waiting.filter((one) => one !== message);
  queue = queue.then(() => deliver(message));
}

function say(text, body, under = 0) {
  const item = add(mine(text));
  item.classList.add("waiting");
  remember([last, text, under]);
  const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16)).join("");
  const ticket = form.elements.ticket.value;
  queue = queue.then(() => deliver({ item, body: { ...body, key, ticket, embed: embed ? "1" : "0" } }));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (button?.name === "payload") {
    const under = Number(button.closest("[data-id]")?.dataset.id ?? 0);
    const label = button.textContent;
    if (under) settle(button);
    say(label, { payload: button.value, ...(under ? { shown: under } : {}) }, under);
  } else if (input.value.trim()) {
    say(input.value.trim(), { text: input.value });
    input.value = "";
  }
  // a thumb that pressed a button does not want the keyboard over the answer
  const next = button?.name === "payload" && !fine ? log : input;
  next.focus({ preventScroll: true });
});

input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (input.value.trim()) form.requestSubmit(send);
});

document.addEventListener("keydown", (event) => {
  if (embed && event.key === "Escape") parent.postMessage("tchatche:close", "*");
});

addEventListener("message", (event) => {
  if (event.source === parent && event.data === "tchatche:open") input.focus();
});

/* in: what is said when nobody asked, from the last message on */
function listen() {
  if (stream) return;
  stream = new EventSource(`/chat/events?after=${last}&embed=${embed ? 1 : 0}`);
  stream.addEventListener("open", () => (pause = 5000));
  stream.addEventListener("message", (event) => show(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    if (stream.readyState !== EventSource.CLOSED) return; // the browser comes back by itself
    stream = null;
    setTimeout(listen, pause);
    pause = Math.min(pause * 2, 300000);
  });
}

function network() {
  send.setAttribute("aria-disabled", String(!navigator.onLine));
  status.textContent = navigator.onLine ? WORDS.online : WORDS.offline;
  if (navigator.onLine) for (const message of [...waiting]) retry(message);
}

addEventListener("offline", network);
addEventListener("online", network);
restore();
log.scrollTop = log.scrollHeight;
if (form.dataset.known === "1") listen();
if (!navigator.onLine) network();
if (embed || fine) input.focus({ preventScroll: true });
