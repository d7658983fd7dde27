"use strict";

/* The data of the page lies in script elements that no browser runs: JSON, deflated, in base64 (harness/driver/pack.c).
   Each is unpacked when it is first asked for. */

const unpacked = new Map();

async function unpack(id) {
  const element = document.getElementById(id);
  if (!element) return null;
  const bytes = Uint8Array.from(atob(element.textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

function load(id) {
  if (!unpacked.has(id)) unpacked.set(id, unpack(id));
  return unpacked.get(id);
}

/* The first look: targets, matrix, names of verdicts and evidence. Set once, before anything is drawn. */
let summary;

const SAME = 0, KNOWN = 1, UNSUPPORTED = 2, NOT_RUN = 3;
const INFERRED = 4; /* of summary.classes; what stands before it rests on a source, not on a decision of ours */

const targetNames = () => summary.targets.map((target) => target.name);

/* ---- cells of the index: a digit for a verdict, a letter if it is red, `-` if there is none ---- */

function cellOf(index, scenario, target) {
  const code = index.verdicts[target].charCodeAt(scenario);
  if (code === 45) return null;
  return code >= 97 ? { verdict: code - 97, red: true } : { verdict: code - 48, red: false };
}

async function scenarioNumber(name) {
  const index = await load("index");
  if (!index.numbers) index.numbers = new Map(index.names.map((each, number) => [each, number]));
  return index.numbers.get(name);
}

/* ---- facts that are not as expected ---- */

function factOf(row) {
  const [scenario, target, verdict, red, label, fact, expected, observed, evidence, reason, line] = row;
  return { scenario, target, verdict, red, label, fact, expected, observed, evidence, reason, line };
}

async function allFacts() {
  if (!unpacked.has("facts")) {
    const parts = Promise.all([load("facts-red"), load("facts-rest")]);
    unpacked.set("facts", parts.then(([red, rest]) => [...red, ...rest].map(factOf)));
  }
  return unpacked.get("facts");
}

async function factsOf(scenario) {
  return (await allFacts()).filter((fact) => fact.scenario === scenario);
}

/* ---- details: NULL where the page has none of a scenario ---- */

async function detailsOf(scenario) {
  const places = await load("places");
  const chunk = places.chunks.findIndex((scenarios) => scenarios.includes(scenario));
  if (chunk < 0) return null;
  return (await load(`details${chunk}`)).find((details) => details.scenario === scenario);
}

async function statementRows() {
  const statements = await load("statements");
  return statements.rows || [];
}

const NUMBER = /\b[A-Z]+-\d+[a-z]?\b/g;
const numbersIn = (text) => (text || "").match(NUMBER) || [];

/* "recorded" of "recorded 0123…, documented D-075": the class of each item, the strongest first. */
function strongestClass(evidence) {
  const ranks = { D: 2, R: 2, F: 1, I: INFERRED };
  let best = summary.classes.length - 1;
  for (const item of (evidence || "").split(",")) {
    const word = item.trim().split(" ")[0];
    const rank = summary.classes.indexOf(word);
    best = Math.min(best, rank >= 0 ? rank : ranks[word.split("-")[0]] ?? best);
  }
  return summary.classes[best];
}
