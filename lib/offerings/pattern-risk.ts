const MAX_LENGTH = 200;
/** Values have at most 300 characters, so two repetitions side by side are quick; more are not (V-09). */
const MAX_REPETITIONS = 2;
const MAX_OPTIONAL = 3;
/** How many ways through its choices and optional parts a pattern may have: side by side they multiply (V-09). */
const MAX_WAYS = 32;

interface Group {
  hasRepetition: boolean;
  hasChoice: boolean;
  alternatives: number;
}

const newGroup = (): Group => ({ hasRepetition: false, hasChoice: false, alternatives: 1 });

/**
 * Why a pattern could take long on some value, or `null`. Patterns that people type are run on what others type: so no
 * repetition within a repetition, no references back, few repetitions, and nothing long (V-09).
 */
export function explainPatternRisk(pattern: string): string | null {
  if (pattern.length > MAX_LENGTH) return `A pattern has at most ${MAX_LENGTH} characters.`;
  if (/\\[1-9k]|\(\?/.test(pattern)) {
    return "Leave references and look-arounds out of the pattern; plain groups are fine.";
  }
  const groups: Group[] = [newGroup()];
  let closed: Group | null = null;
  let repetitions = 0;
  let optional = 0;
  let ways = 1;
  for (const [token] of pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[*+?]\??|\{\d*,?\d*\}\??|./gsu)) {
    const inside = groups.at(-1);
    if (token === "(") groups.push(newGroup());
    else if (token === "|" && inside) {
      inside.hasChoice = true;
      inside.alternatives++;
    } else if (/^(?:[*+?]|\{\d)/.test(token)) {
      if (!token.startsWith("?") && (closed?.hasRepetition || closed?.hasChoice)) {
        return "Do not repeat a group that holds a repetition or a choice; write it out instead.";
      }
      if (token.startsWith("?")) optional++;
      else if (!/^\{\d+\}/.test(token)) repetitions++;
      for (const group of groups) group.hasRepetition = true;
    }
    closed = token === ")" ? leave(groups) : null;
    ways *= closed?.alternatives ?? 1;
  }
  if (repetitions > MAX_REPETITIONS) return `A pattern has at most ${MAX_REPETITIONS} repetitions.`;
  if (ways * 2 ** Math.min(optional, MAX_OPTIONAL) > MAX_WAYS)
    return "A pattern has few choices side by side; list the values as choices of the variable instead.";
  return optional > MAX_OPTIONAL ? `A pattern has at most ${MAX_OPTIONAL} optional parts.` : null;
}

/** Closes the innermost group; what it holds, the group around it holds too. */
function leave(groups: Group[]): Group | null {
  const group = groups.length > 1 ? (groups.pop() ?? null) : null;
  const around = groups.at(-1);
  if (group && around) {
    around.hasRepetition ||= group.hasRepetition;
    around.hasChoice ||= group.hasChoice;
  }
  return group;
}
