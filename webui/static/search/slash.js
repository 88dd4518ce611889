/** The key `/` leads to the search box of the header, as long as nothing is being typed elsewhere. */

const box = document.getElementById("find");

document.addEventListener("keydown", (event) => {
  const at = event.target;
  const typing = at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName));
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !box) return;
  event.preventDefault();
  box.focus();
});
