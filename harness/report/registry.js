/* The user's registry before and after, as a tree, with what the calls changed. */

/* Keys in any spelling of their letters are one key. */
function registryBefore(state) {
  const keys = new Map();
  for (const [path, values] of state || []) {
    const key = keyOf(keys, path);
    for (const [name, data] of values) key.values.set(name.toLowerCase(), { name, before: data, after: data });
  }
  return keys;
}

function keyOf(keys, path) {
  const id = path.toLowerCase();
  if (!keys.has(id)) keys.set(id, { path, before: false, after: false, values: new Map() });
  return keys.get(id);
}

function applyLine(keys, detail) {
  if (detail.k === "delete" && detail.name === undefined) {
    for (const [id, key] of keys)
      if (id === detail.key.toLowerCase() || id.startsWith(`${detail.key.toLowerCase()}\\`)) {
        key.after = false;
        for (const value of key.values.values()) value.after = null;
      }
    return;
  }
  const key = keyOf(keys, detail.key);
  if (detail.k !== "delete") key.after = true;
  if (detail.k === "create") return;
  const id = detail.name.toLowerCase();
  const value = key.values.get(id) || { name: detail.name, before: null, after: null };
  value.after = detail.k === "set" ? detail.data : null;
  key.values.set(id, value);
}

function registryLines(trace) {
  const lines = [];
  const visit = (details) => {
    for (const detail of details || []) {
      if (["set", "create", "delete"].includes(detail.k)) lines.push(detail);
      for (const step of detail.s || []) visit(step.d);
    }
  };
  for (const section of trace.sections) {
    visit(section.d);
    for (const step of section.s || []) visit(step.d);
  }
  return lines;
}

function valueLine(value) {
  const name = value.name === "" ? "@" : `"${value.name}"`;
  if (value.before === value.after) return h("li", {}, h("code", {}, `${name}=${value.before}`));
  if (value.before === null)
    return h("li", { class: "added" }, h("span", { class: "mark" }, "added"), h("code", {}, `${name}=${value.after}`));
  if (value.after === null)
    return h("li", { class: "removed" }, h("span", { class: "mark" }, "removed"), h("code", {}, `${name}=${value.before}`));
  const [before, after] = marked(value.before, value.after);
  return h("li", { class: "changed" }, h("span", { class: "mark" }, "changed"),
    h("code", {}, `${name}=`, before), hidden(" to "), h("code", {}, h("span", { "aria-hidden": "true" }, " → "), after));
}

function keyItem(key) {
  const values = [...key.values.values()].filter((value) => value.before !== null || value.after !== null);
  const changed = values.some((value) => value.before !== value.after);
  const state = key.before === key.after ? "" : key.after ? "added" : "removed";
  const item = h("li", { class: state }, state ? h("span", { class: "mark" }, state) : null,
    h("code", { class: "key" }, `[${key.path}]`), values.length ? h("ul", {}, values.map(valueLine)) : null);
  item.style.marginInlineStart = `${Math.max(0, key.path.split("\\").length - 2)}rem`;
  return { item, touched: Boolean(state) || changed };
}

function registryTree(details, trace) {
  const lines = registryLines(trace);
  if (!lines.length) return null;
  const keys = registryBefore(details.state);
  for (const key of keys.values()) key.before = key.after = true;
  const kept = registryBefore(details.state);
  for (const line of lines) applyLine(keys, line);
  const items = [...keys.values()].sort((a, b) => (a.path.toLowerCase() < b.path.toLowerCase() ? -1 : 1)).map(keyItem);
  const touched = items.filter((each) => each.touched), rest = items.filter((each) => !each.touched);
  return h("section", {}, h("h2", {}, "Registry, before and after"),
    h("p", {}, `${plural(kept.size, "key")} at the start, ${plural(lines.length, "change")}.`),
    h("ul", { class: "tree" }, touched.map((each) => each.item)),
    rest.length ? h("details", {}, h("summary", {}, `${plural(rest.length, "key")} unchanged`),
      h("ul", { class: "tree" }, rest.map((each) => each.item))) : null);
}
