// The explorer: type a term, see its lines, its timeline, its company. One module for JupyterLab (anywidget, answers
// come from the kernel) and for the static page (answers come from embedded articles). Text of articles reaches the
// page through textContent alone.

// ---- finding: as in search.py, held together by a test ------------------------------------------------------------

const CONTEXT = 25, MOST_LINES = 50, WINDOW = 5, COMPANIONS = 12, FEWEST = 3, FIRST_LINES = 8, MORE_LINES = 14;
const BLANKS = /[ \t\n\r\f\v\u00a0]+/g;
const SIGNS = "«»\"'“”‘’.,،؛;:!؟?()[]{}…-–—/\\*";
const MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0640]/g;
const UNSEEN = /[\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const LOOSE_JOINER = /\u200d(?![\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55\u{1f000}-\u{1faff}])/gu;
const LETTERS = {
  ک: "ك", ی: "ي", ې: "ي", ہ: "ه", ھ: "ه", ە: "ه", أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ى: "ي", ة: "ه",
};
for (let i = 0; i < 10; i++) LETTERS["٠١٢٣٤٥٦٧٨٩"[i]] = LETTERS["۰۱۲۳۴۵۶۷۸۹"[i]] = String(i);
const CHANGED = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

const single = text => text.replace(MARKS, "").replace(UNSEEN, "").replace(CHANGED, letter => LETTERS[letter]);

// A presentation form is spelled out; a phrase such as ﷺ stays the one sign it is.
function spelled(form) {
  const letters = form.normalize("NFKC").trim();
  return /\s/.test(letters) ? form : single(letters);
}

// Python's casefold: beyond lower case, ß is ss and a final sigma a sigma; Cherokee goes to capitals.
const ODD = /[\u13a0-\u13fd\uab70-\uabbf]/;
const smallSign = sign => sign === "ı" ? sign : sign === "ẞ" ? "ss" : ODD.test(sign) ? sign.toUpperCase()
  : Array.from(sign.toUpperCase(), part => part.toLowerCase()).join("");
const small = text => text.replace(/[A-Z]+/g, part => part.toLowerCase()).replace(/[^\u0000-\u06ff]|[\u0080-\u05ff]/gu, smallSign);

export function fold(text) {
  return small(single(text.replace(LOOSE_JOINER, "").replace(/[\ufb50-\ufdff\ufe70-\ufefc]/g, spelled)));
}

const oneLine = text => text.replace(BLANKS, " ").replace(/^ +| +$/g, "");

function strip(word) {
  let start = 0, end = word.length;
  while (start < end && SIGNS.includes(word[start])) start++;
  while (end > start && SIGNS.includes(word[end - 1])) end--;
  return word.slice(start, end);
}

const below = (list, value) => {  // how many entries of a sorted list are smaller
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < value) low = middle + 1; else high = middle;
  }
  return low;
};

// Words, terms and places of the embedded articles; offsets count characters, as Python does.
export function index(data) {
  const made = { data, terms: [], bounds: [], texts: [], article: [], starts: [], ends: [], segment: [],
    number: new Map(), byFold: new Map(), counts: [], places: [] };
  data.articles.forEach((article, row) => article.texts.forEach(([text, spans]) => {
    const signs = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
    const slice = signs ? (from, to) => signs.slice(from, to).join("") : (from, to) => text.slice(from, to);
    made.bounds.push(made.starts.length);
    made.texts.push({ slice, length: signs ? signs.length : text.length });
    made.article.push(row);
    let at = 0;
    for (const span of spans ? spans.split(",") : []) {
      const [length, gap = "1"] = span.split(".");
      const start = at + parseInt(gap, 36), end = start + parseInt(length, 36), word = slice(start, end);
      let number = made.number.get(word);
      if (number === undefined) made.number.set(word, number = made.number.size);
      const term = data.terms[number];
      (made.places[term] ??= []).push(made.starts.length);
      made.starts.push(start); made.ends.push(end); made.terms.push(term); made.segment.push(made.texts.length - 1);
      at = end;
    }
  }));
  made.bounds.push(made.starts.length);
  made.counts = made.places.map(places => places.length);
  for (const [word, number] of made.number) {
    const folded = fold(word);
    if (!made.byFold.has(folded)) made.byFold.set(folded, []);
    made.byFold.get(folded).push(number);
  }
  made.folds = [...made.byFold.keys()].sort();
  const known = data.periods.length ? data.periods[0].length : 0;
  const periods = new Map(data.periods.map((period, i) => [period, i]));
  made.period = data.articles.map(({ date }) => (date && periods.has(date.slice(0, known)) ? periods.get(date.slice(0, known)) : -1));
  return made;
}

function termsOf(made, piece) {
  const folded = fold(piece), exact = made.number.get(piece);
  const words = exact !== undefined ? [exact] : made.byFold.get(folded) ?? made.byFold.get("ال" + folded) ?? [];
  return new Set(words.map(word => made.data.terms[word]));
}

function termsBeginning(made, start) {
  const terms = new Set();
  if (Array.from(start).length < FEWEST) return terms;
  for (let i = below(made.folds, start); i < made.folds.length && made.folds[i].startsWith(start); i++)
    for (const word of made.byFold.get(made.folds[i])) terms.add(made.data.terms[word]);
  return terms;
}

function matches(made, query) {
  const pieces = query.split(BLANKS).map(strip).filter(Boolean), none = { found: [], begins: false };
  if (!pieces.length) return none;
  const name = fold(pieces.join(" "));
  if (Object.hasOwn(made.data.entities, name)) {
    const flat = made.data.entities[name], found = [];
    for (let i = 0; i < flat.length; i += 2) found.push([flat[i], flat[i + 1]]);
    return { found, begins: false };
  }
  let begins = false;
  const wanted = pieces.map((piece, i) => {
    let terms = termsOf(made, piece);
    if (!terms.size && i === pieces.length - 1) begins = (terms = termsBeginning(made, fold(piece))).size > 0;
    return terms;
  });
  if (!wanted.every(terms => terms.size)) return none;
  const first = [...wanted[0]].flatMap(term => made.places[term]).sort((a, b) => a - b);
  const found = first.filter(at => {
    const end = made.bounds[made.segment[at] + 1];
    return at + wanted.length <= end && wanted.every((terms, i) => terms.has(made.terms[at + i]));
  }).map(at => [at, wanted.length]);
  return { found, begins };
}

export function find(made, { query = "", source = "", since = "", until = "" }) {
  const { articles, periods } = made.data;
  const from = since ? below(periods, since) : -1, to = until ? below(periods, until + "\uffff") : Infinity;
  const kept = articles.map((article, row) => (!source || article.source === source)
    && made.period[row] >= from && (!until || made.period[row] >= 0) && made.period[row] < to);
  const { found, begins } = matches(made, query);
  const here = found.map(([at, length]) => {
    const segment = made.segment[at];
    return { at, length, segment, row: made.article[segment] };
  }).filter(({ row }) => kept[row]);
  const rows = new Set(here.map(({ row }) => row));
  const timeline = periods.map(period => [period, 0, 0]);
  articles.forEach((_, row) => {
    const period = made.period[row];
    if (period < 0 || !kept[row]) return;
    timeline[period][2]++;
    if (rows.has(row)) timeline[period][1]++;
  });
  return { n: here.length, articles: rows.size, begins, timeline, company: company(made, here),
    lines: here.slice(0, MOST_LINES).map(place => line(made, place)) };
}

function company(made, here) {
  const observed = new Int32Array(made.counts.length), met = [];
  let near = 0;
  const meet = (from, to) => {
    for (let place = from; place < to; place++) if (!observed[made.terms[place]]++) met.push(made.terms[place]);
    near += Math.max(to - from, 0);
  };
  for (const { at, length, segment } of here) {
    meet(Math.max(at - WINDOW, made.bounds[segment]), at);
    meet(at + length, Math.min(at + length + WINDOW, made.bounds[segment + 1]));
  }
  const ranked = [];
  for (const term of met) {
    const n = observed[term], ratio = (n * made.terms.length) / (made.counts[term] * near);
    if (n >= 2 && ratio > 1 && made.data.names[term]) ranked.push([-Math.round(n * Math.log(ratio) * 1e6), term, n]);
  }
  ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return ranked.slice(0, COMPANIONS).map(([, term, n]) => [made.data.names[term], n]);
}

function line(made, { at, length, segment, row }) {
  const begin = made.bounds[segment], end = made.bounds[segment + 1], last = at + length - 1;
  const first = Math.max(at - CONTEXT, begin), final = Math.min(last + CONTEXT, end - 1);
  const text = made.texts[segment], start = made.starts[at], stop = made.ends[last];
  const left = first === begin ? 0 : made.starts[first], right = final === end - 1 ? text.length : made.ends[final];
  const { date, source, title } = made.data.articles[row];
  return { date, source, title, left: oneLine(text.slice(left, start)), match: oneLine(text.slice(start, stop)),
    right: oneLine(text.slice(stop, right)) };
}

// ---- showing -------------------------------------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const drawing = ["svg", "rect", "title", "text"].includes(tag);
  const element = drawing ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.map(child => (child instanceof Node ? child : document.createTextNode(child))));
  return element;
}

// What it says of its own accord; of a number Arabic has five forms.
const WORDS = {
  ar: {
    search: "بحث في الأخبار", query: "لفظ أو عبارة أو اسم", outlet: "الصحيفة", outlets: "كل الصحف", since: "من",
    start: "البداية", until: "إلى", end: "النهاية", head: ["ما قبله", "اللفظ", "ما بعده", "المصدر"],
    context: "اللفظ في سياقه", time: "عبر الزمن", times: "الأخبار عبر الزمن", company: "الألفاظ المصاحبة",
    type: "اكتب لفظاً", nothing: "لا نتيجة", begins: "، لما يبدأ بهذه الحروف", first: n => `؛ يظهر أول ${n}`,
    found: (places, articles) => `${places} في ${articles}`, of: (n, total) => `${n} من ${total}`,
    peak: (n, period) => `الأخبار في كل مدة: أكثرها ${n} في ${period}`, none: "لا أخبار في أي مدة",
    places: ["موضع واحد", "موضعان", "مواضع", "موضعاً", "موضع"], articles: ["خبر واحد", "خبرين", "أخبار", "خبراً", "خبر"],
  },
  en: {
    search: "Search the articles", query: "Word, phrase or name", outlet: "Outlet", outlets: "All outlets", since: "From",
    start: "the beginning", until: "To", end: "the end", head: ["Before", "Word", "After", "Source"],
    context: "Word in context", time: "Over time", times: "Articles over time", company: "Words beside it",
    type: "Type a word", nothing: "Nothing found", begins: ", for what begins with these letters",
    first: n => `; the first ${n} are shown`, found: (places, articles) => `${places} in ${articles}`,
    of: (n, total) => `${n} of ${total}`, peak: (n, period) => `Articles in each period: at most ${n}, in ${period}`,
    none: "No articles in any period", places: ["1 place", "2 places", "places", "places", "places"],
    articles: ["1 article", "2 articles", "articles", "articles", "articles"],
  },
};

// Words and numbers as the page is written: its language, and its digits.
function wording({ language = "ar", digits = "latin" }) {
  const plain = number => {
    const shown = number.toLocaleString("en");
    return digits === "arab" ? shown.replace(/[0-9]/g, digit => "٠١٢٣٤٥٦٧٨٩"[digit]).replace(/,/g, "٬") : shown;
  };
  const counted = (n, [one, two, few, many, most]) => n === 1 ? one.replace("1", plain(1)) : n === 2 ? two.replace("2", plain(2))
    : `${plain(n)} ${n % 100 >= 3 && n % 100 <= 10 ? few : n % 100 > 10 ? many : most}`;
  return { say: WORDS[language], plain, counted: (n, kind) => counted(n, WORDS[language][kind]) };
}

function choice(label, first, values) {
  const select = make("select", {}, make("option", { value: "" }, first),
    ...values.map(value => make("option", { value }, value)));
  return { select, field: make("label", {}, make("span", {}, label), select) };
}

function chart(timeline, { say, plain }) {
  const most = Math.max(1, ...timeline.map(([, , total]) => total)), wide = 100 / Math.max(timeline.length, 1);
  const hits = Math.max(0, ...timeline.map(([, n]) => n)), peak = timeline.find(([, n]) => n === hits);
  const label = hits ? say.peak(plain(hits), peak[0]) : say.none;
  const svg = make("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", role: "img", "aria-label": label });
  timeline.forEach(([period, n, total], i) => {
    const x = 100 - (i + 1) * wide;  // time runs from the right
    const bar = (height, kind) => make("rect", { x: x + wide * .08, width: wide * .84, y: 100 - height, height, class: kind });
    const group = [bar((100 * total) / most, "tk-all"), bar((100 * n) / most, "tk-hits")];
    for (const rect of group) rect.append(make("title", {}, `${period}: ${say.of(plain(n), plain(total))}`));
    svg.append(...group);
  });
  const ends = timeline.length ? make("p", { class: "tk-ends", dir: "rtl" }, make("bdi", { class: "tk-date" }, timeline[0][0]),
    make("bdi", { class: "tk-date" }, timeline[timeline.length - 1][0])) : "";
  return [svg, ends];
}

function lineRow({ date, source, title, left, match, right }) {
  const side = (kind, text) => make("td", { class: kind }, make("bdi", { dir: "rtl" }, text));
  const from = make("span", {}, ...(date ? [make("span", { class: "tk-date" }, date), " "] : []), make("bdi", {}, source));
  if (title) from.title = title;
  return make("tr", {}, side("tk-before", left),
    make("th", { scope: "row", class: "tk-match" }, make("bdi", { dir: "rtl" }, match)), side(/^[،,.؛;:!؟?»)”\]…]/.test(right) ? "tk-after tk-tight" : "tk-after", right),
    make("td", { class: "tk-from" }, from));
}

// Draw an explorer into an element; `ask(request, show)` calls `show(answer)` when the answer is there.
export function view(root, { sources, periods, query = "", note = "", page = {} }, ask) {
  const words = wording(page), { say, plain, counted } = words, english = page.language === "en";
  const input = make("input", { type: "search", dir: "rtl", lang: "ar", autocomplete: "off", spellcheck: "false", enterkeyhint: "search" });
  input.value = query;
  const outlet = choice(say.outlet, say.outlets, sources);
  const since = choice(say.since, say.start, periods), until = choice(say.until, say.end, periods);
  const form = make("form", { role: "search", "aria-label": say.search, class: "tk-ask" },
    make("label", { class: "tk-query" }, make("span", {}, say.query), input),
    ...(sources.length > 1 ? [outlet.field] : []), ...(periods.length > 1 ? [since.field, until.field] : []));
  const status = make("p", { role: "status", "aria-live": "polite", class: "tk-status" });
  const time = make("div", { class: "tk-time" }), companions = make("ul", { class: "tk-company", dir: "rtl", lang: "ar" });
  const body = make("tbody", { lang: "ar" });
  const head = make("thead", {}, make("tr", {}, ...say.head.map(name => make("th", { scope: "col" }, name))));
  const lines = make("div", { class: "tk-scroll", tabindex: "0", role: "region", "aria-label": say.context, dir: "rtl" },
    make("table", { class: "tk-lines" }, head, body));
  const panels = make("div", { class: "tk-panels" },
    make("section", { "aria-label": say.time }, make("p", { class: "tk-title" }, say.times), time),
    make("section", { "aria-label": say.company }, make("p", { class: "tk-title" }, say.company), companions));
  const box = make("div", { class: "tk tk-explorer", dir: english ? "ltr" : "rtl", lang: english ? "en" : "ar" }, form, status,
    panels, lines, ...(note ? [make("p", { class: "tk-note" }, note)] : []));
  root.replaceChildren(box);

  let asked = 0, later = 0;
  const draw = (rows, from) => {  // a few lines at once, the others when the key is up
    const to = from ? from + MORE_LINES : FIRST_LINES;
    body.append(...rows.slice(from, to).map(lineRow));
    if (to < rows.length) later = setTimeout(draw, 0, rows, to);
  };
  const show = answer => {
    const empty = !strip(input.value.trim());
    panels.hidden = lines.hidden = !answer.n;
    status.textContent = empty ? say.type : !answer.n ? say.nothing
      : say.found(counted(answer.n, "places"), counted(answer.articles, "articles")) + (answer.begins ? say.begins : "")
      + (answer.n > answer.lines.length ? say.first(plain(answer.lines.length)) : "");
    time.replaceChildren(...chart(answer.timeline, words));
    companions.replaceChildren(...answer.company.map(([word, n]) => {
      const button = make("button", { type: "button" }, make("bdi", {}, word), ` ${plain(n)}`);
      button.addEventListener("click", () => { input.value = word; input.focus(); put(); });
      return make("li", {}, button);
    }));
    clearTimeout(later);
    body.replaceChildren();
    draw(answer.lines, 0);
  };
  const put = () => {
    const turn = ++asked;
    const request = { query: input.value, source: outlet.select.value, since: since.select.value, until: until.select.value };
    ask(request, answer => { if (turn === asked) show(answer); });
  };
  for (const control of [input, outlet.select, since.select, until.select]) control.addEventListener("input", put);
  form.addEventListener("submit", event => { event.preventDefault(); put(); });
  put();
}

// In a notebook: each request carries a number, and the answer the same one.
function render({ model, el }) {
  let turn = 0;
  const waiting = new Map();
  const heard = () => {
    const { turn: number, answer } = model.get("reply");
    waiting.get(number)?.(answer);
    waiting.delete(number);
  };
  model.on("change:reply", heard);
  const own = Math.random().toString(36).slice(2);  // two views of one widget do not take each other's answers
  view(el, model.get("about"), (request, show) => {
    const number = `${own}-${++turn}`;
    waiting.clear();
    waiting.set(number, show);
    model.set("request", { turn: number, ...request });
    model.save_changes();
  });
  return () => model.off("change:reply", heard);
}

export default { render };

// In the page: the n-th block of data belongs to the n-th place.
if (typeof document !== "undefined")
  document.querySelectorAll('script[type="application/vnd.arabic-news-toolkit.explorer+json"]').forEach((block, i) => {
    const root = document.getElementById(`explorer-${i + 1}`), data = JSON.parse(block.textContent);
    if (!root) return;
    const made = index(data);
    view(root, data, (request, show) => show(find(made, request)));
  });
