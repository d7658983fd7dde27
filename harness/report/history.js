/* Earlier runs: since when a fact is red, and how many scenarios were. */

async function courses() {
  const history = await load("history");
  return (history?.since || []).map(([scenario, target, label, fact, trend, runs, flips, same, firstBad, firstFile, lastGood,
    lastFile]) => ({ scenario, target, label, fact, trend, runs, flips, same, firstBad, firstFile, lastGood, lastFile }));
}

const day = (started) => (started || "").replace("T", " ").replace("Z", "");
const fileWords = (hash) => (hash ? ` (file ${hash.slice(0, 8)})` : "");

/* The letters of earlier runs and of this one, which the sentence beside them says in words. */
function trendLine(trend) {
  return h("span", { class: "trend", "aria-hidden": "true" }, [...trend].map((letter) =>
    h("i", { class: letter === "x" ? "bad" : "good" })));
}

/* A verdict that changes while the file stays the same is chance, not the build. */
function changes(course) {
  const here = course.trend.endsWith("."), flips = course.flips + here;
  const same = course.same + (here && course.lastFile === summary.targets[course.target].sha256);
  return plural(flips, "change") + (same ? ` (${same} with the same file, so by chance)` : flips ? " (each with another file)" : "");
}

/* Of a fact that is red in this run. */
function sinceWhen(course) {
  if (!course || !course.runs) return "since this run, the first of the history";
  const words = [course.firstBad ? `since ${day(course.firstBad)}${fileWords(course.firstFile)}` : "since this run"];
  if (course.lastGood) words.push(`good before: ${day(course.lastGood)}${fileWords(course.lastFile)}`);
  words.push(`${plural(course.runs + 1, "run")}, ${changes(course)}`);
  return [words.join("; "), " ", trendLine(`${course.trend}x`)];
}

async function trendSection() {
  const history = await load("history");
  if (!history?.runs.length) return null;
  const most = Math.max(1, ...history.runs.map((run) => run[4]));
  return h("section", {}, h("h2", {}, "Earlier runs"), h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Earlier runs" },
    h("table", { class: "runs" }, h("thead", {}, h("tr", {}, ["run", "scenarios", "red", "became red", "not red any more", "targets"]
      .map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, history.runs.map(([started, targets, filters, scenarios, red, came, went]) => h("tr", {},
      h("th", { scope: "row" }, day(started)), h("td", {}, count(scenarios)), h("td", {}, redBar(red, most), count(red)),
      h("td", {}, count(came)), h("td", {}, count(went)), h("td", {}, targets, filters ? h("small", {}, ` ${filters}`) : null)))))));
}

function redBar(red, most) {
  const bar = h("span", { class: "redbar", "aria-hidden": "true" });
  bar.style.width = `${(red * 6) / most}rem`;
  return bar;
}
