# What a run was, around k6's figures. The lines of $cpu are of a moment each: milliseconds, then seconds of the CPUs that API, web server,
# database and k6 have had until then. Only what they had while people were there counts, not setup() and teardown().
def round_to($digits): . * pow(10; $digits) | round / pow(10; $digits);
[$cpu | split("\n")[] | select(. != "") | split(" ") | map(tonumber)] as $lines
# In between two lines it went on evenly. k6 is gone from the last ones.
| def had($moment; $column):
    [$lines[] | select(.[0] <= $moment)] as $before | [$lines[] | select(.[0] > $moment)] as $after
    | ($before[-1] // $after[0]) as $one | ($after[0] // $one) as $two
    | if $two[0] == $one[0] or $two[$column] < $one[$column] then $one[$column]
      else $one[$column] + ($two[$column] - $one[$column]) * ($moment - $one[0]) / ($two[0] - $one[0]) end;
  def used($column): [had(.ended; $column) - had(.began; $column), 0] | max | round_to(2);
{ $scenario, $engine, $commit, $date, $busy, $machine } + .
| .cpu_seconds = { api: used(1), web: used(2), database: used(3), k6: used(4) }
| .peak_mib = { api: $api_mib, web: $web_mib }
