// Light or dark, before anything is drawn.
"use strict";
{
  const kept = localStorage.getItem("look");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.look = kept;
}
