import { singular, words } from "./names.js";

/** Words that say what is done, wherever they begin or end a segment: `add-owners`, `bulk-delete`, `cancel`. */
const actions: ReadonlySet<string> = new Set(
  (
    "accept acknowledge activate add advance append apply approve archive assign attach authenticate authorise " +
    "authorize ban bind calculate cancel capture clear clone close compare complete compute confirm contains convert create " +
    "deactivate decline decode decrypt delete demote deny deploy deprecate deregister describe destroy detach " +
    "disable disconnect dismiss dispatch download drain drop duplicate edit embed enable encode endorse encrypt end enqueue " +
    "ensure evaluate evict exchange execute expand expire export extend fail fetch finalize find finish flush generate get " +
    "grant hide ignore import increment insert install invalidate invoke join kick kill launch leave link list login logout " +
    "lookup mark merge migrate modify move mute notify open parse pause pay pin poll predict prepare preview " +
    "promote provision prune publish purge push put query read rearrange reactivate reassign rebuild recalculate " +
    "recover redeem redeliver refresh regenerate register reindex reject reload remove rename render renew reopen reorder " +
    "replace replay rerun resend reserve reset resize resolve respond restart restore resume retrieve retry reverse revert " +
    "reveal revoke rollback rotate save scan search seek select send set share show shutdown sign signin signout " +
    "signup simulate skip snooze split start stop submit subscribe succeed suggest suspend swap switch sync terminate " +
    "toggle transition translate trash trigger try unarchive unassign unban unblock unbind undelete undo unendorse unfavourite unfollow uninstall " +
    "unlink unlock unmute unpause unpin unpublish unregister unreblog unsubscribe unsuspend untag update upgrade " +
    "upload upsert validate verify void vote withdraw write"
  ).split(" "),
);

/** Words that are a thing as often as an act; the act where the path ends with them, behind something. */
const actionsAtEnd: ReadonlySet<string> = new Set(
  (
    "block bookmark charge check copy count deliver diff favourite filter follow fork fund invite lock " +
    "match ping present process reblog reboot refund release return run ship star test touch " +
    "transfer unstar watch"
  ).split(" "),
);

/** What stands before an act: `bulk-delete`. */
const manners: ReadonlySet<string> = new Set(
  "auto batch bulk force hard mass multi soft".split(" "),
);

/** The acts that a GET does by itself: nothing else hides behind the word. */
const readings: ReadonlySet<string> = new Set(
  (
    "calculate check compare compute contains convert count decode describe diff download evaluate export fetch " +
    "filter find get list login logout lookup match parse ping poll predict preview query read render retrieve search show " +
    "simulate suggest test translate validate verify watch"
  ).split(" "),
);

/** One thing each, though they look like many. */
const single: ReadonlySet<string> = new Set(
  (
    "access address analytics basis billing canvas credentials details dns health info limits metadata metrics " +
    "options permissions preferences progress properties redis sms sso stats statistics settings status tls " +
    "data meta media criteria usage atlas os aws news series"
  ).split(" "),
);

/**
 * Whether a segment of a path names an act. Only the path counts, not the HTTP method, so that it is the same word in
 * every operation of the path.
 */
export function isAction(segment: string, endsPath: boolean): boolean {
  const all = words(segment).map((word) => word.toLowerCase());
  const [first = ""] = all;
  const last = all.at(-1) ?? "";
  const isEnd = endsPath && actionsAtEnd.has(first);
  if (all.length === 1) return actions.has(first) || isEnd;
  if (manners.has(first)) return actions.has(last);
  // `search-attributes` and `merge-requests` are things, `add-owners` and `sendMessage` are acts.
  return (actions.has(first) || isEnd) && (transitive.has(first) || !isPlural(last));
}

/** Whether a GET to a path with this act in it does the act, and not look at its outcome. */
export function isReading(segment: string): boolean {
  const all = words(segment).map((word) => word.toLowerCase());
  return all.some((word) => readings.has(word));
}

/** Whether a segment names many things: `issues`, but not `status` or `settings`. */
export function isPlural(segment: string): boolean {
  const last = words(segment).at(-1)?.toLowerCase() ?? "";
  return !single.has(last) && !/(ss|us|is)$/u.test(last) && singular(last) !== last;
}

/** Acts that many things are done to at once; behind the others, a plural is a thing: `export-templates`. */
const transitive: ReadonlySet<string> = new Set(
  (
    "add assign attach clear create delete detach disable edit enable fetch find generate get list mark modify move " +
    "refresh regenerate remove rename reorder reset revoke rotate send set show sync unassign update validate " +
    "verify"
  ).split(" "),
);
