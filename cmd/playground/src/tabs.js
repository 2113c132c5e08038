// The tabs pattern of the ARIA Authoring Practices Guide: one tab is in the tab order, the arrow keys, Home and End move the
// focus, and the focused tab is selected.
export function tabs(list, choose) {
  const all = () => [...list.querySelectorAll('[role="tab"]')];
  const select = (tab, focus) => {
    for (const other of all()) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    }
    if (focus) tab.focus();
    tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  list.addEventListener("click", (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) {
      select(tab);
      choose(tab);
    }
  });
  list.addEventListener("keydown", (event) => {
    const row = all(), at = row.indexOf(event.target.closest('[role="tab"]'));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: row.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const tab = row[(to + row.length) % row.length];
    select(tab, true);
    choose(tab);
  });
  return select;
}
