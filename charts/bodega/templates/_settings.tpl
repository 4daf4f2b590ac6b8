{{/* Plain settings of each program; what may not be seen is in the pods' environment, below. */}}

{{- define "bodega.settings.api" -}}
PRODUCTION: "true"
REGISTRATION: {{ .Values.registration | quote }}
{{- with include "bodega.publicUrl" . }}
PUBLIC_URL: {{ . | quote }}
{{- end }}
{{- include "bodega.settings.database" . }}
{{- include "bodega.settings.redis" . }}
S3_ENDPOINT: {{ include "bodega.s3" . | quote }}
S3_REGION: {{ .Values.objectStore.region | quote }}
S3_BUCKET: {{ .Values.objectStore.bucket | quote }}
S3_PATH_STYLE: {{ .Values.objectStore.pathStyle | quote }}
{{- end }}

{{- define "bodega.settings.web" -}}
API_URL: http://{{ include "bodega.fullname" . }}-api:{{ .Values.api.service.port }}/api
REGISTRATION: {{ .Values.registration | quote }}
{{- with include "bodega.publicUrl" . }}
PUBLIC_URL: {{ . | quote }}
{{- end }}
{{- end }}

{{- define "bodega.s3" -}}
{{- if eq .Values.objectStore.mode "embedded" }}http://{{ include "bodega.fullname" . }}-object-store:8333
{{- else }}{{ required "objectStore.endpoint: where the external object store is" .Values.objectStore.endpoint }}
{{- end }}
{{- end }}

{{- define "bodega.settings.database" -}}
{{- $database := .Values.database }}
{{- if and (ne $database.mode "cnpg") (not (include "bodega.databaseUrlKey" .)) }}
DB_ENGINE: {{ $database.engine }}
DB_HOST: {{ include "bodega.databaseHost" . | quote }}
{{- if and (eq $database.mode "external") $database.external.port }}
DB_PORT: {{ $database.external.port | quote }}
{{- end }}
DB_NAME: {{ $database.name | quote }}
DB_USER: {{ $database.user | quote }}
{{- end }}
{{- end }}

{{- define "bodega.databaseHost" -}}
{{- if eq .Values.database.mode "embedded" }}{{ include "bodega.database" . }}
{{- else }}{{ required "database.external.host, or database.existingSecret with database.external.urlKey: where the external database is" .Values.database.external.host }}
{{- end }}
{{- end }}

{{/* The key of the external database's whole address, where that is how it is given. */}}
{{- define "bodega.databaseUrlKey" -}}
{{- $database := .Values.database }}
{{- if eq $database.mode "external" }}
{{- $_ := required "database.existingSecret: the secret of the external database" $database.existingSecret }}
{{- $database.external.urlKey }}
{{- end }}
{{- end }}

{{- define "bodega.settings.redis" -}}
{{- if and .Values.redis.enabled (or .Values.externalRedis.host .Values.externalRedis.urlKey) }}
{{- fail "redis.enabled and externalRedis: choose one of them" }}
{{- end }}
{{- if .Values.redis.enabled }}
REDIS_HOST: {{ include "bodega.redis" . }}
{{- else if .Values.externalRedis.host }}
REDIS_HOST: {{ .Values.externalRedis.host | quote }}
REDIS_PORT: {{ .Values.externalRedis.port | quote }}
{{- end }}
{{- end }}

{{- define "bodega.env.api" -}}
# Nothing is kept in it.
- {name: DATA_DIR, value: /tmp/data}
- name: INSTANCE
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
{{- $secrets := include "bodega.secrets" . | fromYaml }}
{{- $app := $secrets.app.name }}
{{- $s3 := (get $secrets "object-store").name }}
{{ include "bodega.fromSecret" (dict "setting" "JWT_SECRET" "secret" $app "key" "jwt-secret") }}
{{ include "bodega.fromSecret" (dict "setting" "PASSWORD_PEPPER" "secret" $app "key" "password-pepper") }}
{{ include "bodega.fromSecret" (dict "setting" "REGISTRATION_KEY" "secret" $app "key" "registration-key") }}
{{ include "bodega.env.database" (dict "root" . "secrets" $secrets) }}
{{ include "bodega.fromSecret" (dict "setting" "S3_ACCESS_KEY" "secret" $s3 "key" "access-key") }}
{{ include "bodega.fromSecret" (dict "setting" "S3_SECRET_KEY" "secret" $s3 "key" "secret-key") }}
{{- include "bodega.env.redis" . }}
{{- end }}

{{- define "bodega.env.web" }}{{ end }}

{{- define "bodega.env.database" -}}
{{- $root := .root }}
{{- if eq $root.Values.database.mode "cnpg" }}
{{- include "bodega.fromSecret" (dict "setting" "DATABASE_URL" "secret" (printf "%s-database-app" (include "bodega.fullname" $root)) "key" "uri") }}
{{- else if include "bodega.databaseUrlKey" $root }}
{{- include "bodega.fromSecret" (dict "setting" "DATABASE_URL" "secret" .secrets.database.name "key" (include "bodega.databaseUrlKey" $root)) }}
{{- else }}
{{- include "bodega.fromSecret" (dict "setting" "DB_PASSWORD" "secret" .secrets.database.name "key" "password") }}
{{- end }}
{{- end }}

{{- define "bodega.env.redis" -}}
{{- $external := .Values.externalRedis }}
{{- if .Values.redis.enabled }}
{{ include "bodega.fromSecret" (dict "setting" "REDIS_PASSWORD" "secret" (.Values.redis.existingSecret | default (include "bodega.redis" .)) "key" "password") }}
{{- else if $external.urlKey }}
{{ include "bodega.fromSecret" (dict "setting" "REDIS_URL" "secret" (required "externalRedis.existingSecret: the secret that holds externalRedis.urlKey" $external.existingSecret) "key" $external.urlKey) }}
{{- else if and $external.host $external.existingSecret }}
{{ include "bodega.fromSecret" (dict "setting" "REDIS_PASSWORD" "secret" $external.existingSecret "key" $external.passwordKey) }}
{{- end }}
{{- end }}
