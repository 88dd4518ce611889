// @ts-check
/** Prints the slips of codes at a press of the button, which stands there only where this program runs. */

const button = document.getElementById("print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
