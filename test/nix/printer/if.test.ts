import { testLayouts } from "../support/layouts.js";

testLayouts([
  ["if a then b else c", "if a then b else c"],
  [
    "if a then b else if c then d else e",
    "if a then",
    "  b",
    "else if c then",
    "  d",
    "else",
    "  e",
  ],
  ["if §50 then §50 else c", "if §50 then", "  §50", "else", "  c"],
  ["if §60 && §60 then b else c", "if", "  §60", "  && §60", "then", "  b", "else", "  c"],
  [
    "if a then { b = 1; c = 2; } else [ ]",
    "if a then",
    "  {",
    "    b = 1;",
    "    c = 2;",
    "  }",
    "else",
    "  [ ]",
  ],
  [
    "[ (if a then b else c) ] ++ (if a then b else c)",
    "[ (if a then b else c) ] ++ (if a then b else c)",
  ],
]);
