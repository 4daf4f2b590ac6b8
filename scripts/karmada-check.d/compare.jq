# Where objects that are there (the first input, a list) are not what is written down (the others). What is there may have more fields, as
# a cluster fills in its own, but no list may be longer or shorter. Prints nothing where all is well.
def short($wanted; $there; $path):
  if ($wanted | type) == "object" then
    $wanted | keys[] as $key | short($wanted[$key]; $there | objects[$key]; $path + "." + $key)
  elif ($wanted | type) == "array" and ($there | type) == "array" and ($wanted | length) == ($there | length) then
    range($wanted | length) as $at | short($wanted[$at]; $there[$at]; $path + "[\($at)]")
  elif $wanted == $there then empty
  else "\($path): \($there | tojson), not \($wanted | tojson)" end;
def name: "\(.kind) \(.metadata.name)";

(.[0].items | map({key: name, value: .}) | from_entries) as $there
| .[1:][] | . as $wanted | name as $name
| if $there[$name] then short($wanted; $there[$name]; $name) else "\($name): not there" end
