// Adds Tchatche to a page: a button that opens the chat in a titled frame. Nothing loads before.
(() => {
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const lang = script.dataset.lang || "fr";
  const label = script.dataset.label || "Discuter avec Tchatche";
  const title = script.dataset.title || "Tchatche, le chat";
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const button = document.createElement("button");
  button.type = "button";
  button.lang = lang;
  button.textContent = label;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", "tchatche-frame");
  Object.assign(button.style, {
    position: "fixed", right: "16px", bottom: "16px", zIndex: "2147483000",
    minHeight: "48px", padding: "10px 22px", border: "2px solid #fff", borderRadius: "30px",
    background: "#0a5768", color: "#fff", font: "600 17px system-ui, sans-serif", cursor: "pointer",
    boxShadow: "0 2px 10px rgba(0, 0, 0, .3)",
  });

  const frame = document.createElement("iframe");
  frame.id = "tchatche-frame";
  frame.title = title;
  frame.lang = lang;
  frame.hidden = true;
  Object.assign(frame.style, {
    position: "fixed", right: "16px", bottom: "80px", zIndex: "2147483000",
    width: "min(400px, calc(100vw - 32px))", height: "min(640px, calc(100vh - 112px))",
    border: "1px solid #6f777c", borderRadius: "16px", background: "#f6f4ee", colorScheme: "light dark",
    boxShadow: "0 6px 28px rgba(0, 0, 0, .3)", transition: calm ? "none" : "opacity .15s",
  });

  const toChat = (word) => frame.contentWindow.postMessage(word, home);

  function open() {
    frame.hidden = false;
    button.setAttribute("aria-expanded", "true");
    if (frame.src) toChat("tchatche:open");
    else {
      frame.addEventListener("load", () => toChat("tchatche:open"));
      frame.src = `${home}/chat?embed=1`;
    }
    frame.focus();
  }

  function close() {
    frame.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  button.addEventListener("click", () => (frame.hidden ? open() : close()));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !frame.hidden) close();
  });
  addEventListener("message", (event) => {
    if (event.source === frame.contentWindow && event.data === "tchatche:close") close();
  });

  document.body.append(button, frame);
})();
