# Runs as a table in Markdown, and what they were measured on. Of several runs of the same it shows the one in the middle, by how much was
# done a second; goals.json says what it is held against.
def digits: tostring | if length > 3 then (.[:-3] | digits) + "," + .[-3:] else . end;
def whole: round | if . < 0 then "-" + (-. | digits) else digits end;
# Those on a busy machine count only where there are no others.
def counting: map(select(.busy <= 10)) as $quiet | if $quiet == [] then . else $quiet end;
def middle: counting | sort_by(.per_second) | .[((length - 1) / 2 | floor)] + { runs: length };

def name: "`\(.scenario)`" + if .model == "open" then " (open)" else "" end + if .busy > 10 then " (machine busy: \(.busy) %)" else "" end;
# Goals are for the whole crowd.
def goal: if .model == "open" or .people != 5000 or .time != 1 then null else $goals[0][.scenario] end;
def met: goal as $goal | if $goal == null then ""
  elif .crossed == [] and .failed == 0 and .per_second >= $goal.per_second then "yes" else "**no**" end;
# What one request cost a program, in microseconds.
def cost($program): if .requests == 0 then "" else .cpu_seconds[$program] * 1e6 / .requests | if . < 0.5 then "–" else whole end end;
def words: { asked_to_come_later: "asked to come later", shops_lost: "lost", pieces_unexplained: "pieces unexplained",
  products_below_zero: "below zero", refused_as_nothing_was_left: "nothing left" };
def besides: . as $run | [words | to_entries[] | select($run[.key] != null) | "\(.value): \($run[.key] | whole)"];
def notes: [(.crossed[] | "crossed: `\(.)`"), (select(.dropped > 0) | "dropped: \(.dropped | whole)"), besides[]] | join("; ");
def row: [ name, .engine, "\(.runs)", (goal.words // ""), (.per_second | whole), (.failed | whole), (.p95_ms | whole), (.avg_ms | whole),
  (.max_ms | whole), cost("api"), cost("web"), cost("database"), cost("k6"), "\(.peak_mib.api)", "\(.peak_mib.web)", met, notes ]
  | "| " + join(" | ") + " |";

def sizes: map({ people, time }) | unique | map("\(.people | whole) people" + if .time == 1 then "" else ", \(.time) of the time" end) | join("; ");
def machine: (map(.machine.postgresql) | max) as $postgresql | .[-1].machine
  | "\(.cores) cores (\(.cpu)), \(.memory) GiB, \(.kernel)" + (if $postgresql == "" then "" else ", PostgreSQL \($postgresql)" end) + ", k6 \(.k6)";

sort_by(.date)
| "Measured \([.[].date[:10]] | unique | [.[0], .[-1]] | unique | join(" to ")) (UTC) on \(machine), all on the one machine; \(sizes); commit \([.[].commit] | unique | join(", ")).",
  "",
  "| scenario | database | runs | goal | a second | failed | p95 ms | avg | max | CPU µs: API | web | database | k6 | MiB: API | web | met | besides |",
  "|---|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|---|",
  (group_by([.engine == "postgresql", .scenario, .model]) | .[] | middle | row)
