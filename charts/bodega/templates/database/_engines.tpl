{{/* What differs between the engines. Takes {database, secret}. */}}
{{- define "bodega.postgresql" -}}
env:
  - {name: POSTGRES_DB, value: {{ .database.name | quote }}}
  - {name: POSTGRES_USER, value: {{ .database.user | quote }}}
  {{- include "bodega.fromSecret" (dict "setting" "POSTGRES_PASSWORD" "secret" .secret "key" "password") | nindent 2 }}
# By the network: while the image sets itself up, it answers on its socket only.
{{- include "bodega.databaseProbes" (list "pg_isready" "--host=127.0.0.1" (printf "--username=%s" .database.user)) }}
volumeMounts:
  # Since 18 the image keeps its data one folder below.
  - {name: data, mountPath: /var/lib/postgresql}
  - {name: run, mountPath: /var/run/postgresql}
  - {name: tmp, mountPath: /tmp}
{{- end }}

{{- define "bodega.mysql" -}}
# Without this right, the second fence around the ledger cannot be built. What knows no JSON, such as MariaDB, logs text.
args: [--log-bin-trust-function-creators=1, "--loose-log-error-services=log_filter_internal,log_sink_json"]
env:
  - {name: MYSQL_DATABASE, value: {{ .database.name | quote }}}
  - {name: MYSQL_USER, value: {{ .database.user | quote }}}
  {{- include "bodega.fromSecret" (dict "setting" "MYSQL_PASSWORD" "secret" .secret "key" "password") | nindent 2 }}
  {{- include "bodega.fromSecret" (dict "setting" "MYSQL_ROOT_PASSWORD" "secret" .secret "key" "root-password") | nindent 2 }}
{{- include "bodega.databaseProbes" (list "sh" "-c" "MYSQL_PWD=\"$MYSQL_PASSWORD\" mysqladmin ping --host=127.0.0.1 --user=\"$MYSQL_USER\"") }}
volumeMounts:
  # Not the volume's own root, where some file systems have a folder already.
  - {name: data, mountPath: /var/lib/mysql, subPath: mysql}
  - {name: run, mountPath: /var/run/mysqld}
  - {name: tmp, mountPath: /tmp}
{{- end }}

{{- define "bodega.databaseProbes" }}
startupProbe:
  exec: {command: {{ toJson . }}}
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 150
readinessProbe:
  exec: {command: {{ toJson . }}}
  periodSeconds: 10
  timeoutSeconds: 5
livenessProbe:
  exec: {command: {{ toJson . }}}
  periodSeconds: 20
  timeoutSeconds: 10
  failureThreshold: 6
{{- end }}

{{/* The volume of a StatefulSet. Takes {size, className}. */}}
{{- define "bodega.claim" -}}
- apiVersion: v1
  kind: PersistentVolumeClaim
  metadata: {name: data}
  spec:
    accessModes: [ReadWriteOnce]
    {{- with .className }}
    storageClassName: {{ . }}
    {{- end }}
    resources: {requests: {storage: {{ .size }}}}
{{- end }}
