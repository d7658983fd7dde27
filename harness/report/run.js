/* What was run: for the record. */

function targetRow(target) {
  const facts = Object.entries(target.facts).filter(([, number]) => number)
    .map(([name, number]) => `${count(number)} ${name}`).join(", ") || "none judged";
  const evidence = Object.entries(target.evidence).filter(([, number]) => number)
    .map(([name, number]) => `${count(number)} ${name}`).join(", ");
  return h("tr", {}, h("th", { scope: "row" }, target.name), h("td", {}, target.lane, target.machine && target.machine !== target.lane ? `, ${target.machine}` : "",
      target.system ? `, ${target.system}` : ""),
    h("td", {}, h("code", {}, target.file || "–"), target.unavailable ? ` unsupported: ${target.unavailable}` : ""),
    h("td", {}, target.version || "–", target.company ? `, ${target.company}` : "", target.language ? ` (${target.language})` : ""), h("td", {}, h("code", { class: "whole" }, target.sha256 || "–")),
    h("td", {}, facts, `, ${count(target.open)} open`), h("td", {}, evidence || "nothing"));
}

async function runPage() {
  const places = await load("places");
  const left = [];
  if (!places.kept) left.push("calls of the scenarios: traces.jsonl was not beside the report");
  if (places.leftDetails) left.push(`calls of ${plural(places.leftDetails, "scenario")}, for want of room`);
  if (places.leftFacts) left.push(`${plural(places.leftFacts, "fact")} that ${places.leftFacts === 1 ? "is" : "are"} not red, for want of room`);
  return [h("h1", {}, "The run"),
    h("dl", { class: "run" },
      h("dt", {}, "started"), h("dd", {}, summary.started || "unknown"),
      h("dt", {}, "took"), h("dd", {}, `${(summary.ms / 1000).toFixed(1)} s`),
      h("dt", {}, "scenarios"), h("dd", {}, `${count(summary.scenarios)} of ${count(summary.corpus)} that there are`,
        summary.scenarios < summary.corpus ? `; ${count(summary.corpus - summary.scenarios)} were not run` : ""),
      h("dt", {}, "filters"), h("dd", {}, summary.filters.join(" ") || "none"),
      h("dt", {}, "expected"), h("dd", {}, summary.against ? `what ${summary.against} did` : "what the scenarios state"),
      h("dt", {}, "not in this page"), h("dd", {}, left.join("; ") || "nothing was left out")),
    h("h2", {}, "Targets"),
    h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Targets" }, h("table", {},
      h("thead", {}, h("tr", {}, ["target", "lane", "file", "version", "SHA-256", "facts", "as expected by"]
        .map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, summary.targets.map(targetRow)))),
    h("h2", {}, "Errors of the run"),
    summary.errors.length ? h("ul", {}, summary.errors.map((error) => h("li", {}, error))) : h("p", {}, "none"),
    h("h2", {}, "Words"),
    h("dl", {}, [["same", "as expected"], ["known", "differs exactly as a line of the expectation file says"],
      ["unsupported", "the target or lane cannot run or observe it"], ["not run", "a step before it went wrong"],
      ["fixed", "listed as known, but as expected now"], ["new", "differs, and no line says so"],
      ["hang, crash", "the DLL ended so, and no line says so"], ["open", "no expectation states it; never counted as equal"],
      ["sourced", "of what is as expected, the share that a recording, a registry or a document states; the rest is inferred"]]
      .map(([word, text]) => [h("dt", {}, word), h("dd", {}, text)]))];
}
