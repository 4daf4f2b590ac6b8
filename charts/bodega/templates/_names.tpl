{{/* Names and labels. */}}

{{- define "bodega.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "bodega.fullname" -}}
{{- $name := include "bodega.name" . }}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What a part's pods are found by; never changes. Takes {root, part}. */}}
{{- define "bodega.selector" -}}
app.kubernetes.io/name: {{ include "bodega.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{/* Takes {root, part, tag}. */}}
{{- define "bodega.labels" -}}
{{ include "bodega.selector" . }}
app.kubernetes.io/part-of: bodega
app.kubernetes.io/version: {{ regexReplaceAll "@.*" (.tag | default .root.Values.image.tag | default .root.Chart.AppVersion) "" | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* Name, namespace and labels of an object. Takes {root, part, name, tag}. */}}
{{- define "bodega.metadata" -}}
name: {{ .name | default (printf "%s-%s" (include "bodega.fullname" .root) .part) }}
namespace: {{ .root.Release.Namespace }}
labels: {{- include "bodega.labels" . | nindent 2 }}
{{- end }}

{{/* An image of our own. Takes {root, repository, tag}. */}}
{{- define "bodega.image" -}}
{{- $image := .root.Values.image }}
{{- with $image.registry }}{{ trimSuffix "/" . }}/{{ end }}{{ .repository }}:{{ .tag | default $image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "bodega.publicUrl" -}}
{{- if .Values.publicUrl }}{{ .Values.publicUrl }}
{{- else if .Values.ingress.enabled }}{{ empty .Values.ingress.tlsSecret | ternary "http" "https" }}://{{ .Values.ingress.host }}
{{- end }}
{{- end }}

{{/* Host of the embedded database. */}}
{{- define "bodega.database" -}}
{{ include "bodega.fullname" . }}-{{ .Values.database.engine }}
{{- end }}

{{- define "bodega.redis" -}}
{{ .Release.Name }}-redis
{{- end }}

{{- define "bodega.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}
