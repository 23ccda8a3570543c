// A long list of which only what is seen is in the page: rows of one height in a place that scrolls by itself. Rows stay
// the same elements while they are seen.

/** Beyond each edge, so that Tab and the wheel find the next row there. */
const BEYOND = 6;

export class Rows {
  #scroller;
  #body;
  #height;
  #make;
  #update;
  #firstIndex;
  #items = [];
  #shown = new Map();
  #due = false;

  /**
   * @param scroller what scrolls; body: within it, what has the rows
   * @param height of a row, in pixels
   * @param make gives the element of an item's key
   * @param update writes an item into its element
   * @param headRows how many rows of the same table are not in this list
   */
  constructor({ scroller, body, height, make, update, headRows }) {
    this.#scroller = scroller;
    this.#body = body;
    this.#height = height;
    this.#make = make;
    this.#update = update;
    this.#firstIndex = headRows + 1;
    scroller.addEventListener('scroll', () => this.#soon(), { passive: true });
    new ResizeObserver(() => this.#soon()).observe(scroller);
  }

  /** @param items in their order, each with a key of its own */
  show(items) {
    this.#items = items;
    this.#draw(true);
  }

  /** One drawing for each picture on the screen, however often the wheel turns. */
  #soon() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.#draw();
    });
  }

  /** @param anew whether what is already there is to be written again; scrolling alone changes nothing in it */
  #draw(anew = false) {
    const { scrollTop, clientHeight } = this.#scroller;
    const count = this.#items.length;
    // The place that scrolls is what positions are counted from: css/lanes.css.
    const top = this.#body.offsetTop;
    const first = Math.max(0, Math.min(count - 1, Math.floor((scrollTop - top) / this.#height) - BEYOND));
    const last = Math.min(count, Math.ceil((scrollTop - top + clientHeight) / this.#height) + BEYOND);
    const seen = this.#items.slice(first, last);
    const keys = new Set(seen.map(({ key }) => key));
    for (const [key, element] of this.#shown) {
      if (keys.has(key)) continue;
      // The keyboard's place must not be lost: it goes to what scrolls.
      if (element.contains(document.activeElement)) this.#scroller.focus({ preventScroll: true });
      element.remove();
      this.#shown.delete(key);
    }
    // By the object model, which the content security policy allows; an attribute would be inline style.
    this.#body.style.paddingTop = `${first * this.#height}px`;
    this.#body.style.paddingBottom = `${(count - last) * this.#height}px`;
    seen.forEach((item, index) => this.#place(item, first + index, this.#body.children[index], anew));
  }

  #place(item, index, there, anew) {
    let element = this.#shown.get(item.key);
    const isNew = element === undefined;
    if (isNew) {
      element = this.#make(item);
      this.#shown.set(item.key, element);
    }
    element.setAttribute('aria-rowindex', index + this.#firstIndex);
    // Moving an element takes the keyboard's place away; most are where they belong.
    if (element !== there) this.#body.insertBefore(element, there ?? null);
    if (isNew || anew) this.#update(element, item);
  }
}
