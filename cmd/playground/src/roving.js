// A roving tab stop (ARIA Authoring Practices Guide, "Keyboard Navigation Inside Components"): one element of a group is in the tab
// order, and the arrow keys, Home and End move the focus to another one.
export class Roving {
  // all returns the elements, in their order; within contains them.
  constructor(within, all) {
    this.all = all;
    within.addEventListener("keydown", (event) => this.pressed(event));
    within.addEventListener("focusin", (event) => {
      if (this.all().includes(event.target)) this.stop(event.target);
    });
  }

  // stop makes an element the only one in the tab order.
  stop(element) {
    for (const other of this.all()) other.setAttribute("tabindex", other === element ? "0" : "-1");
  }

  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const row = this.all(), at = row.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: row.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = row[(to + row.length) % row.length];
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}
