# Asks a running Bodega, by its pages' address, for everything that a shop lives of: SITE, and REGISTRATION_KEY to open a shop
# for tests with. It is opened once; each run adds a product that nobody else sees, books, looks, and puts it away.
set -eu
email=helm-test@bodega.invalid password=$(printf %s "$REGISTRATION_KEY" | cut -c1-32)
answer=/tmp/answer

# ask EXPECTED-STATUS CURL-ARGUMENTS...: puts the answer's body into a file
ask() {
  expected=$1
  shift
  status=$(curl --silent --show-error --max-time 20 --output "$answer" --write-out '%{http_code}' "$@")
  case " $expected " in
  *" $status "*) ;;
  *)
    echo "FAILED: $status in place of $expected from: $*" | sed 's/Bearer [^ ]*/Bearer .../' >&2
    cat "$answer" >&2
    exit 1
    ;;
  esac
}
# field NAME: the first value of that name in the answer
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$answer" | head -n 1; }
json() { ask "$1" --request "$2" --header 'Content-Type: application/json' --header "Authorization: Bearer $token" "$SITE/api/v1/$3" --data "$4"; }

ask 200 "$SITE/health"
echo "ok: it lives"
ask 200 "$SITE/health/ready"
echo "ok: it is ready"
ask 200 "$SITE/"
grep -q '<html' "$answer"
echo "ok: the catalogue is shown"

ask '201 409' "$SITE/api/v1/auth/register" --header 'Content-Type: application/json' --header "X-Registration-Key: $REGISTRATION_KEY" \
  --data "{\"email\":\"$email\",\"password\":\"$password\",\"name\":\"Helm\",\"shop_name\":\"Helm test\"}"
ask 200 "$SITE/api/v1/auth/login" --data-urlencode "username=$email" --data-urlencode "password=$password"
token=$(field access_token)
echo "ok: somebody signs in"

code=T-$(date +%s)-$$
json 201 POST products "{\"code\":\"$code\",\"name\":\"Test\",\"price_minor\":100,\"is_public\":false,\"opening_quantity\":5}"
id=$(sed -n 's/^{"id":"\([^"]*\)".*/\1/p' "$answer")
echo "ok: a product is added"
json 201 POST "products/$id/movements" '{"kind":"sale","quantity":2}'
test "$(field balance_after)" = 3
echo "ok: two of five are sold, three are left"
ask 200 --header "Authorization: Bearer $token" "$SITE/api/v1/products/$id" --dump-header /tmp/headers
test "$(field quantity)" = 3
ask '200 204' --request DELETE --header "Authorization: Bearer $token" \
  --header "If-Match: $(sed -n 's/^[Ee][Tt]ag: \([^\r]*\).*/\1/p' /tmp/headers | tr -d '\r')" "$SITE/api/v1/products/$id"
echo "ok: it is put away again"
