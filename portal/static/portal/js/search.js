// Offers words while somebody types. Without it the field works as it is.

const PAUSE = 200;

for (const form of document.querySelectorAll("form[data-complete]")) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("datalist");
  list.id = `${input.id}-words`;
  input.after(list);
  input.setAttribute("list", list.id);

  let waiting, asking;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, PAUSE);
  });

  async function offer() {
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams({ q: input.value });
    try {
      const answer = await fetch(`${form.dataset.complete}?${query}`, {
        signal: asking.signal,
        credentials: "omit",
      });
      if (!answer.ok) return;
      const words = await answer.json();
      list.replaceChildren(...words.map((word) => new Option(word, word)));
    } catch {
      // Offering is a courtesy; the field needs no answer.
    }
  }
}
