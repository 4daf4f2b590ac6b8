#!/bin/sh
# The same as postgresql.sh does, on MySQL. The environment says where it is (MYSQL_HOST, MYSQL_DATABASE, and MYSQL_PWD of root)
# and with which passwords they sign in (GRAFANA_PASSWORD, EXPORTER_PASSWORD).
set -eu
: "${GRAFANA_PASSWORD:?}" "${EXPORTER_PASSWORD:?}"

ask() { mysql --host="$MYSQL_HOST" --user=root --batch --skip-column-names "$@"; }
quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/[\\\\']/\\\\&/g")"; }

# made USER PASSWORD CONNECTIONS: the statements that make it, or give it this password
made() {
  printf "CREATE USER IF NOT EXISTS %s@'%%' IDENTIFIED BY %s;\n" "$1" "$(quoted "$2")"
  printf "ALTER USER %s@'%%' IDENTIFIED BY %s WITH MAX_USER_CONNECTIONS %s;\n" "$1" "$(quoted "$2")" "$3"
}

# The tables come with the API's first start.
waited=0
until [ "$(ask -e "SHOW TABLES FROM \`$MYSQL_DATABASE\` LIKE 'stock_movements'" 2>/dev/null)" = stock_movements ]; do
  [ "$waited" -lt 240 ] || { echo "readers: there are no tables yet" >&2; ask -e 'SELECT 1' >/dev/null; exit 1; }
  waited=$((waited + 2))
  sleep 2
done

{
  made grafana "$GRAFANA_PASSWORD" 5
  made exporter "$EXPORTER_PASSWORD" 3
  printf "REVOKE ALL PRIVILEGES, GRANT OPTION FROM grafana@'%%', exporter@'%%';\n"
  for table in shops products stock_levels stock_movements; do
    # shellcheck disable=SC2016 # The accents are SQL's.
    printf "GRANT SELECT ON \`%s\`.%s TO grafana@'%%';\n" "$MYSQL_DATABASE" "$table"
  done
  printf "GRANT PROCESS, REPLICATION CLIENT ON *.* TO exporter@'%%';\n"
} | ask
echo "readers: grafana and exporter may read"
