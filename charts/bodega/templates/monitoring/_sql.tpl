{{/* The secret with the passwords of those who only read: its name and, where this chart makes it, its keys. */}}
{{- define "bodega.readers" -}}
{{- $sql := .Values.monitoring.sql }}
{{- if ne .Values.database.mode "embedded" }}
{{- fail "monitoring.sql: for an embedded database only; CloudNativePG has metrics of its own, and so may an external server" }}
{{- end }}
name: {{ $sql.existingSecret | default (printf "%s-readers" (include "bodega.fullname" .)) }}
keys: [grafana-password, exporter-password]
{{- end }}

{{/* Of the pods that speak to the database for its metrics and its readers. Takes {root, user}. */}}
{{- define "bodega.sqlPod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext: {{- include "bodega.podSecurity" .user | nindent 2 }}
{{- include "bodega.pullSecrets" .root }}
{{- end }}

{{- define "bodega.exporter.postgresql" -}}
env:
  - {name: DATA_SOURCE_URI, value: {{ printf "%s:5432/%s?sslmode=disable" (include "bodega.database" .root) .root.Values.database.name | quote }}}
  - {name: DATA_SOURCE_USER, value: exporter}
  {{- include "bodega.fromSecret" (dict "setting" "DATA_SOURCE_PASS" "secret" .secret "key" "exporter-password") | nindent 2 }}
{{- end }}

{{- define "bodega.exporter.mysql" -}}
args:
  - --mysqld.address={{ include "bodega.database" .root }}:3306
  - --mysqld.username=exporter
  # There is no replica to be asked about.
  - --no-collect.slave_status
env:
  {{- include "bodega.fromSecret" (dict "setting" "MYSQLD_EXPORTER_PASSWORD" "secret" .secret "key" "exporter-password") | nindent 2 }}
{{- end }}

{{/* Where the script for the readers finds the database, and as whom it signs in. Takes {root, secret}: that of the database. */}}
{{- define "bodega.administrator.postgresql" -}}
- {name: PGHOST, value: {{ include "bodega.database" .root }}}
- {name: PGDATABASE, value: {{ .root.Values.database.name | quote }}}
- {name: PGUSER, value: {{ .root.Values.database.user | quote }}}
{{ include "bodega.fromSecret" (dict "setting" "PGPASSWORD" "secret" .secret "key" "password") }}
{{- end }}

{{- define "bodega.administrator.mysql" -}}
- {name: MYSQL_HOST, value: {{ include "bodega.database" .root }}}
- {name: MYSQL_DATABASE, value: {{ .root.Values.database.name | quote }}}
{{ include "bodega.fromSecret" (dict "setting" "MYSQL_PWD" "secret" .secret "key" "root-password") }}
{{- end }}

{{/* What Grafana's source is by engine. Takes {root}. */}}
{{- define "bodega.datasource.postgresql" -}}
type: grafana-postgresql-datasource
url: {{ include "bodega.database" .root }}.{{ .root.Release.Namespace }}.svc:5432
{{- end }}

{{- define "bodega.datasource.mysql" -}}
type: mysql
url: {{ include "bodega.database" .root }}.{{ .root.Release.Namespace }}.svc:3306
{{- end }}
