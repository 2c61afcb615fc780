import type { ApiOperation, OperationParameter } from "#lib/apis/contract.ts";
import type { TryItValues } from "./try-it-request.ts";

/** What was typed for an operation's parameters, by place and name. */
export type ParameterValues = Readonly<Record<string, string>>;

/** A parameter's name in the form: the same name may stand in path and query. */
export function parameterKey({ in: place, name }: OperationParameter): string {
  return `${place} ${name}`;
}

/** What the form begins with: the document's examples for what is needed, nothing for the rest. */
export function initialValues({ parameters }: ApiOperation): ParameterValues {
  return Object.fromEntries(
    parameters.map((parameter) => [
      parameterKey(parameter),
      parameter.isRequired ? (parameter.example ?? parameter.choices?.[0] ?? "") : "",
    ]),
  );
}

/** The names of the parameters that the operation cannot do without and that have no value. */
export function missingParameters({ parameters }: ApiOperation, values: ParameterValues): string[] {
  return parameters
    .filter((parameter) => parameter.isRequired && !values[parameterKey(parameter)]?.trim())
    .map(parameterKey);
}

/** The request that an operation makes with these values. What the path still lacks stays in it as `{name}`. */
export function toRequest(operation: ApiOperation, values: ParameterValues): TryItValues {
  const { method, path, parameters, requestBody } = operation;
  const given = parameters.flatMap((parameter) => {
    const value = values[parameterKey(parameter)] ?? "";
    return value === "" ? [] : [{ parameter, value }];
  });
  const inPlace = (place: OperationParameter["in"]) =>
    given.filter(({ parameter }) => parameter.in === place);
  const filled = inPlace("path").reduce(
    (text, { parameter, value }) => text.replaceAll(`{${parameter.name}}`, encodeURIComponent(value)),
    path,
  );
  const query = inPlace("query").flatMap(({ parameter, value }) =>
    partsOf(parameter, value).map(
      (part) => `${encodeURIComponent(parameter.name)}=${encodeURIComponent(part)}`,
    ),
  );
  const headers = inPlace("header").map(({ parameter, value }) => `${parameter.name}: ${value}`);
  if (requestBody && !/^application\/json\b/i.test(requestBody.contentType))
    headers.push(`Content-Type: ${requestBody.contentType}`);
  return {
    method,
    url: query.length === 0 ? filled : `${filled}${filled.includes("?") ? "&" : "?"}${query.join("&")}`,
    headers: headers.join("\n"),
    data: requestBody?.example ?? "",
  };
}

/** Several values are typed with commas between; the document says whether they travel together. */
function partsOf({ type, separator }: OperationParameter, value: string): string[] {
  if (type !== "array") return [value];
  const parts = value.split(",").map((part) => part.trim());
  return separator === null ? parts : [parts.join(separator)];
}
