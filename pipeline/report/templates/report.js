"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = document.getElementById("filters");
  const block = document.getElementById("data");
  const numbers = (text) => (text ? text.split(" ") : []);
  const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
  const shown = (text) => text.replace(hidden, (c) => `[U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);

  // An element with text in it; text is never read as markup.
  const make = (name, content = "", className = "") => {
    const element = document.createElement(name);
    if (className) element.className = className;
    for (const one of [content].flat()) element.append(typeof one === "string" ? shown(one) : one);
    return element;
  };

  if (form) {
    document.documentElement.classList.add("live");
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
  }
  if (!block) {
    if (form) filterByWords();
    return;
  }

  const { articles, items } = JSON.parse(block.textContent);
  const dock = document.getElementById("dock");
  const panel = document.getElementById("panel");
  const panelBody = document.getElementById("panel-body");
  const pieces = all(".pane [data-i]");
  const piecesOf = items.map(() => []);
  for (const piece of pieces) for (const number of numbers(piece.dataset.i)) piecesOf[number].push(piece);
  const finding = (number) => document.getElementById(`m${number}`);
  const claimsOf = (number) => all("[data-i]", finding(number)).map((side) => Number(side.dataset.i));
  const isClaim = (number) => items[number].table === "claims";

  // Pointing: the claim lights up, and its partners with it.
  let pointed = null;
  function light(number) {
    if (number === pointed) return;
    for (const piece of all(".pane .lit")) piece.classList.remove("lit", "source");
    pointed = number;
    dock.replaceChildren();
    dock.hidden = number === null || !items[number].meetings.length;
    if (number === null) return;
    for (const piece of piecesOf[number]) piece.classList.add("lit", "source");
    for (const met of items[number].meetings) {
      for (const partner of claimsOf(met)) {
        if (partner !== number) for (const piece of piecesOf[partner]) piece.classList.add("lit");
      }
      dock.className = `dock ${finding(met).dataset.relation}`;
      dock.append(...told(met, number));
    }
  }
  const told = (met, number) => {
    const card = finding(met);
    const words = all(".relation, .score, .differs", card).map((part) => part.textContent.trim()).join(" · ");
    const others = all(".side", card).filter((side) => !side.querySelector(`[data-i="${number}"]`));
    return [make("p", [make("b", words)]), ...others.map((side) => saying(side))];
  };
  const saying = (side) =>
    make("p", [make("bdi", side.querySelector(".from").textContent.trim()), ": ", make("bdi", side.querySelector(".says bdi").textContent)]);

  // The number of the innermost claim at an element that takes part in a meeting, or null.
  const claimAt = (target) => {
    const element = target.closest?.("[data-i]");
    const found = element ? numbers(element.dataset.i).map(Number).filter(isClaim) : [];
    return found.find((number) => items[number].meetings.length) ?? found[0] ?? null;
  };
  const reveal = (number) => {
    const piece = piecesOf[number].find((one) => !one.classList.contains("chip")) ?? piecesOf[number][0];
    if (!piece) return;
    const pane = piece.closest(".pane");
    if (pane.scrollHeight > pane.clientHeight) {
      const up = piece.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      pane.scrollTop += up - pane.clientHeight / 3;
    } else piece.scrollIntoView({ block: "center" });
  };
  const revealPartners = (number) => {
    for (const met of items[number].meetings.slice(0, 1)) {
      for (const partner of claimsOf(met)) if (partner !== number) reveal(partner);
    }
  };

  let waiting = 0;
  const texts = document.querySelector(".texts");
  texts.addEventListener("pointerover", (event) => {
    const number = claimAt(event.target);
    clearTimeout(waiting);
    light(number);
    if (number !== null && event.pointerType === "mouse") waiting = setTimeout(revealPartners, 450, number);
  });
  texts.addEventListener("pointerleave", () => {
    clearTimeout(waiting);
    light(null);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".chip, .plain a[data-i]")) light(Number(event.target.dataset.i));
    if (event.target.matches(".chip")) revealPartners(Number(event.target.dataset.i));
  });
  document.addEventListener("focusout", () => light(null));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    light(null);
    forget();
  });

  // Clicking: the raw text around an item and its row.
  document.addEventListener("click", (event) => {
    const go = event.target.closest("[data-go]");
    const item = event.target.closest("[data-i]");
    if (go) {
      event.preventDefault();
      goTo(Number(go.dataset.go));
    } else if (item && !getSelection().toString() && (item.closest(".pane") || event.target.closest("a"))) {
      event.preventDefault();
      open(numbers(item.dataset.i).map(Number));
    } else if (event.target === panel) panel.close();
  });
  const forget = () => all(".found").forEach((piece) => piece.classList.remove("found"));
  function goTo(number) {
    if (panel.open) panel.close();
    document.getElementById("texts").scrollIntoView({ block: "start" });
    reveal(number);
    forget();
    for (const piece of piecesOf[number]) piece.classList.add("found");
    piecesOf[number][0].closest(".pane").focus({ preventScroll: true });
    light(number);
    revealPartners(number);
  }
  function open(found) {
    panelBody.replaceChildren(...found.map(described));
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
  }
  const raws = [];
  const rawOf = (place) => (raws[place] ??= Array.from(articles[place][2]));  // offsets count code points
  const AROUND = 220;
  function described(number) {
    const item = items[number];
    const [letter, source] = articles[item.article];
    const raw = rawOf(item.article);
    const [start, end] = item.raw;
    const slice = (from, to) => raw.slice(Math.max(0, from), to).join("");
    const context = make("p", [
      make("bdi", [(start > AROUND ? "…" : "") + slice(start - AROUND, start), make("mark", slice(start, end)), slice(end, end + AROUND) + (end + AROUND < raw.length ? "…" : "")]),
    ], "raw");
    const facts = make("dl");
    for (const [name, value] of item.facts) facts.append(make("dt", name), make("dd", [make("bdi", value)]));
    facts.append(make("dt", "row"), make("dd", [make("code", item.row), ` in ${item.table}`]));
    facts.append(make("dt", "raw text"), make("dd", `characters ${start} to ${end}`));
    const name = { claims: "Claim", quotes: "Quotation", mentions: "Name" }[item.table];
    const section = make("section", "", isClaim(number) ? item.kind : "");
    section.append(make("h3", [`${name} in ${letter}, `, make("bdi", source)]), context, facts, ...item.meetings.flatMap((met) => told(met, number)));
    section.append(buttons(number));
    return section;
  }
  function buttons(number) {
    const row = make("p", "", "buttons");
    const add = (words, act) => {
      const button = make("button", words);
      button.type = "button";
      button.addEventListener("click", act);
      row.append(button);
    };
    add("Show in the text", () => goTo(number));
    for (const met of items[number].meetings) add(`Finding ${met}`, () => {
      panel.close();
      finding(met).scrollIntoView({ block: "center" });
      finding(met).focus({ preventScroll: true });
    });
    if (items[number].table === "mentions") {
      const same = items.flatMap((one, place) => (one.table === "mentions" && one.entities === items[number].entities && one.entities ? [place] : []));
      const next = same[(same.indexOf(number) + 1) % same.length];
      if (same.length > 1) add(`Next of ${same.length} mentions`, () => open([next]));
    }
    return row;
  }

  // Filters: rows go, marks in the texts pale.
  const rows = all("[data-articles]");
  function filter() {
    const chosen = new FormData(form);
    const [relation, speaker, entity] = ["relation", "speaker", "entity"].map((name) => chosen.get(name));
    const sources = new Set(chosen.getAll("source"));
    const fits = (speakers, entities) => (!speaker || speakers.includes(speaker)) && (!entity || entities.includes(entity));
    let left = 0;
    for (const row of rows) {
      const { articles: of, relation: kind } = row.dataset;
      const pane = row.matches(".pane");
      const matches = pane || (fits(numbers(row.dataset.speakers), numbers(row.dataset.entities)) && (!relation || !kind || kind === relation));
      row.hidden = !(matches && numbers(of).every((one) => sources.has(one)));
      if (!row.hidden && row.matches(".finding")) left += 1;
    }
    const off = items.map((item, number) => {
      const told = isClaim(number) && relation;
      const kinds = item.meetings.map((met) => finding(met).dataset.relation);
      const related = !told || kinds.includes(relation) || (relation === "only" && item.kind === "only");
      return !(related && fits(numbers(item.speakers), numbers(item.entities)));
    });
    for (const piece of pieces) piece.classList.toggle("off", numbers(piece.dataset.i).every((number) => off[number]));
    for (const group of all(".speaker")) {
      const some = all("li", group).some((row) => !row.hidden);
      group.hidden = !some;
      if (speaker || entity) group.open = some;
    }
    for (const list of all("ol.findings")) list.previousElementSibling.hidden = all(":scope > li", list).every((row) => row.hidden);
    if (relation || speaker || entity) for (const pane of all(".pane")) {
      const first = pieces.find((piece) => pane.contains(piece) && !piece.classList.contains("off") && !piece.hidden);
      if (first && !pane.hidden) pane.scrollTop += first.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    }
    const total = all(".finding").length;
    document.getElementById("shown").textContent = left === total ? "" : `${left} of ${total} findings`;
  }
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  filter();
  addEventListener("beforeprint", () => all("details").forEach((one) => { one.open = true; }));

  function filterByWords() {
    const rows = all("[data-words]");
    const apply = () => {
      const words = form.elements.words.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.dataset.words.toLowerCase().includes(words);
      const left = rows.filter((row) => !row.hidden).length;
      document.getElementById("shown").textContent = words ? `${left} of ${rows.length} rows` : "";
    };
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
  }
})();
