"use client";

import { useTranslations } from "use-intl";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ApiOperation, OperationParameter } from "#lib/apis/contract.ts";
import { type ParameterValues, parameterKey } from "./operation-request.ts";

interface OperationFieldsProps {
  operation: ApiOperation;
  values: ParameterValues;
  onChange: (values: ParameterValues) => void;
  /** Keys of the parameters that are needed and empty. */
  missing: readonly string[];
}

/** The parameters of an operation as fields, those that are needed first. */
export function OperationFields({ operation, values, onChange, missing }: OperationFieldsProps) {
  const ordered = [...operation.parameters].sort((a, b) => Number(b.isRequired) - Number(a.isRequired));
  if (ordered.length === 0) return null;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {ordered.map((parameter) => {
        const key = parameterKey(parameter);
        return (
          <ParameterField
            key={key}
            parameter={parameter}
            value={values[key] ?? ""}
            isMissing={missing.includes(key)}
            onChange={(value) => onChange({ ...values, [key]: value })}
          />
        );
      })}
    </div>
  );
}

interface ParameterFieldProps {
  parameter: OperationParameter;
  value: string;
  isMissing: boolean;
  onChange: (value: string) => void;
}

function ParameterField({ parameter, value, isMissing, onChange }: ParameterFieldProps) {
  const t = useTranslations("gateway.operation");
  const { name, isRequired, description, choices, type, example } = parameter;
  const facts = [t(`in.${parameter.in}`), type, ...(type === "array" ? [t("several")] : [])].join(", ");
  return (
    <Field
      label={<code className="text-sm">{name}</code>}
      hint={description ? `${facts}. ${description}` : facts}
      isRequired={isRequired}
      isOptional={!isRequired}
      error={isMissing ? t("missing") : undefined}
    >
      {(control) =>
        choices && type !== "array" ? (
          <Select
            {...control}
            value={value}
            onValueChange={onChange}
            options={[
              ...(isRequired ? [] : [{ value: "", label: t("leftOut") }]),
              ...choices.map((choice) => ({ value: choice, label: choice })),
            ]}
          />
        ) : (
          <Input
            {...control}
            isMono
            autoComplete="off"
            placeholder={example ?? undefined}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}
