/* Pages by address, keys, and the frame around them. */

const pages = [["matrix", "Matrix", matrixPage], ["scenarios", "Scenarios", scenariosPage],
  ["differences", "Differences", differencesPage], ["disagreements", "Disagreements", disagreementsPage],
  ["statements", "Statements", statementsPage], ["windows2000", "Windows 2000", windowsPage], ["run", "Run", runPage]];

async function contentOf(page) {
  if (page.startsWith("scenario/")) return scenarioPage(page.slice("scenario/".length));
  const found = pages.find(([name]) => name === page);
  return found ? found[2]() : [h("h1", {}, "No such page"), h("p", {}, h("a", { href: "#matrix" }, "The matrix"))];
}

function drawNavigation(page) {
  document.querySelector("header nav").replaceChildren(...pages.map(([name, title]) =>
    h("a", { href: `#${name}`, "aria-current": page === name ? "page" : null }, title)));
}

let drawnPage = null;

async function drawPage() {
  const { page, values } = whereWeAre();
  const main = document.getElementById("main"), again = drawnPage === page;
  announce("");
  const content = await contentOf(page);
  if (whereWeAre().page !== page) return;
  main.replaceChildren(...content.flat(Infinity).filter(Boolean));
  drawnPage = page;
  drawNavigation(page);
  document.title = `${main.querySelector("h1")?.textContent || page} – Identical`;
  if (values.get("step") && goToStep(values.get("step"))) return;
  if (!again) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
}

const keys = [["/", "to the filter"], ["n", "next difference of a scenario"], ["p", "previous difference"],
  ["]", "next scenario"], ["[", "previous scenario"], ["m", "matrix"], ["d", "differences"], ["?", "these keys"]];

function showKeys() {
  const dialog = h("dialog", { "aria-label": "Keys" }, h("h2", {}, "Keys"),
    h("dl", {}, keys.map(([key, text]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, text)])),
    h("form", { method: "dialog" }, h("button", {}, "Close")));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const actions = {
  "/": () => document.querySelector("main input[type=search]")?.focus(),
  n: () => nextDifference(1),
  p: () => nextDifference(-1),
  "]": () => document.querySelector("a[rel=next]")?.click(),
  "[": () => document.querySelector("a[rel=prev]")?.click(),
  m: () => { location.hash = "matrix"; },
  d: () => { location.hash = "differences"; },
  "?": showKeys,
};

addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open]") || !actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
});

async function start() {
  summary = await load("summary");
  document.getElementById("run").textContent =
    `Run of ${summary.started || "unknown time"}: ${plural(summary.scenarios, "scenario")} on ${targetNames().join(", ")}`;
  document.getElementById("keys").addEventListener("click", showKeys);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
  addEventListener("hashchange", drawPage);
  await drawPage();
  document.documentElement.dataset.ready = "";
}

start().catch((error) => {
  document.getElementById("main").textContent = `This page could not be drawn (${error.message}). A browser since 2023 can; ` +
    "summary.md in the same folder says the same in short.";
});
