#!/bin/sh
# Makes two users of the database who only read, as often as it is called: `grafana` sees products, stock and movements, and
# nothing of people and their sessions; `exporter` sees how the server is. The environment says where it is (PGHOST, PGUSER,
# PGPASSWORD, PGDATABASE) and with which passwords they sign in (GRAFANA_PASSWORD, EXPORTER_PASSWORD).
set -eu
: "${GRAFANA_PASSWORD:?}" "${EXPORTER_PASSWORD:?}"

# The tables come with the API's first start.
waited=0
until [ "$(psql -qAtc "SELECT to_regclass('stock_movements') IS NOT NULL" 2>/dev/null)" = t ]; do
  [ "$waited" -lt 240 ] || { echo "readers: there are no tables yet" >&2; psql -qAtc 'SELECT 1' >/dev/null; exit 1; }
  waited=$((waited + 2))
  sleep 2
done

psql -q -v ON_ERROR_STOP=1 --single-transaction <<'END'
SET client_min_messages = warning;
\getenv grafana GRAFANA_PASSWORD
\getenv exporter EXPORTER_PASSWORD
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['grafana', 'exporter']) AS name
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE grafana LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 5 PASSWORD :'grafana';
ALTER ROLE exporter LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 3 PASSWORD :'exporter';
-- Nobody's question to a chart may keep the shop waiting.
ALTER ROLE grafana SET statement_timeout = '10s';
ALTER ROLE grafana SET default_transaction_read_only = on;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM grafana, exporter;
GRANT SELECT ON shops, products, stock_levels, stock_movements TO grafana;
GRANT pg_monitor TO exporter;
END
echo "readers: grafana and exporter may read"
