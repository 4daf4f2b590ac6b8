{{/*
The values of a secret that is made once: what is in the cluster stays, what is missing is made up, and within one rendering
all places see the same. Takes {root, name, keys}; gives base64 by key.
*/}}
{{- define "bodega.kept" -}}
{{- $root := .root }}
{{- $all := $root.Values.kept | default dict }}
{{- if not (hasKey $all .name) }}
{{- $there := (lookup "v1" "Secret" $root.Release.Namespace .name).data | default dict }}
{{- $values := dict }}
{{- range .keys }}{{- $_ := set $values . (get $there . | default (randAlphaNum 40 | b64enc)) }}{{- end }}
{{- $_ := set $all .name $values }}
{{- $_ := set $root.Values "kept" $all }}
{{- end }}
{{- toYaml (get $all .name) }}
{{- end }}

{{/* The secrets of this chart: name and keys of each, and the name of one that is there already. */}}
{{- define "bodega.secrets" -}}
{{- $name := include "bodega.fullname" . }}
app:
  name: {{ .Values.auth.existingSecret | default (printf "%s-app" $name) }}
  isMade: {{ not .Values.auth.existingSecret }}
  keys: [jwt-secret, password-pepper, registration-key]
{{- if ne .Values.database.mode "cnpg" }}
database:
  name: {{ .Values.database.existingSecret | default (printf "%s-database" $name) }}
  isMade: {{ not .Values.database.existingSecret }}
  keys: [password{{ if eq .Values.database.engine "mysql" }}, root-password{{ end }}]
{{- end }}
{{- if and (eq .Values.objectStore.mode "external") (not .Values.objectStore.existingSecret) }}
{{- fail "objectStore.existingSecret: the secret with the keys of the external object store" }}
{{- end }}
object-store:
  name: {{ .Values.objectStore.existingSecret | default (printf "%s-object-store" $name) }}
  isMade: {{ not .Values.objectStore.existingSecret }}
  keys: [access-key, secret-key]
{{- end }}

{{/* A setting out of a secret. Takes {setting, secret, key}. */}}
{{- define "bodega.fromSecret" -}}
- name: {{ .setting }}
  valueFrom: {secretKeyRef: {name: {{ .secret | quote }}, key: {{ .key | quote }}}}
{{- end }}
