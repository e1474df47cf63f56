/*
 * A Council of N members that one of them asks to meet, and what becomes of a draft there.
 *
 * Written from the texts and not from the program, to be checked by SPIN against it:
 *   - crisis regulation of 2012: the Council meets within three days of the request;
 *   - Charter, article 12: decisions that are not on procedure are taken by consensus;
 *   - rules of procedure, rule 14(1): a member that stays away is counted as not consenting.
 *
 * Macros: N members (3 to 6). ABSENCE 0: absence blocks; 1: it concerns the absent member alone.
 * WRONG 1 makes a mistake on purpose: whoever stays away is taken to consent.
 */

#ifndef N
#define N 3
#endif
#ifndef ABSENCE
#define ABSENCE 0
#endif
#ifndef WRONG
#define WRONG 0
#endif

#define LAST 5                  /* the scenario ends after so many days */
#define LENGTH 3                /* days within which the Council has to meet */

#define SILENT 0
#define CONSENT 1
#define OBJECT 2
#define ABSTAIN 3

mtype = { asked, in_time, late, lapsed };
mtype = { draft, adopted, waits, fails };

mtype session = asked;
mtype paper = draft;
byte day = 0;
byte away = 0;                  /* members that stay away */
byte against = 0;               /* members there that do not consent */
byte objections = 0;
bool done = false;

inline member_takes_part()
{
	if                          /* each says what it likes */
	:: skip                     /* consents */
	:: against++; objections++  /* objects */
	:: against++                /* abstains */
	:: against++                /* is there and says nothing */
	fi
}

inline decide()
{
	if
	:: against > 0 -> paper = fails
	:: against == 0 && (away == 0 || WRONG == 1) -> paper = adopted
	:: against == 0 && away > 0 && WRONG == 0 ->
		if
		:: ABSENCE == 0 -> paper = waits
		:: ABSENCE == 1 -> paper = adopted
		fi
	fi
}

active proctype council()
{
	byte n;

	do                          /* days pass, and on one of them the session opens, or on none */
	:: day < LAST -> day++
	:: break
	:: day == LAST -> session = lapsed; goto finish
	od;

	if
	:: day <= LENGTH -> session = in_time
	:: day > LENGTH -> session = late
	fi;

	member_takes_part();        /* whoever presides is there */
	n = 1;
	do
	:: n < N ->
		if
		:: away++
		:: member_takes_part()
		fi;
		n++
	:: n >= N -> break
	od;
	decide();

finish:
	done = true
}

/* which outcomes can be reached: each of these fails where one can */
ltl in_time_adopted { [] !(done && session == in_time && paper == adopted) }
ltl in_time_waits   { [] !(done && session == in_time && paper == waits) }
ltl in_time_fails   { [] !(done && session == in_time && paper == fails) }
ltl in_time_draft   { [] !(done && session == in_time && paper == draft) }
ltl late_adopted    { [] !(done && session == late && paper == adopted) }
ltl late_waits      { [] !(done && session == late && paper == waits) }
ltl late_fails      { [] !(done && session == late && paper == fails) }
ltl late_draft      { [] !(done && session == late && paper == draft) }
ltl lapsed_adopted  { [] !(done && session == lapsed && paper == adopted) }
ltl lapsed_waits    { [] !(done && session == lapsed && paper == waits) }
ltl lapsed_fails    { [] !(done && session == lapsed && paper == fails) }
ltl lapsed_draft    { [] !(done && session == lapsed && paper == draft) }

/* claims */
ltl absence_stops        { [] (paper == adopted -> away == 0) }
ltl an_objection_stops   { [] (paper == adopted -> objections == 0) }
ltl only_absence_waits   { [] (paper == waits -> (away > 0 && against == 0)) }
ltl never_in_time_late   { [] (session == in_time -> day <= LENGTH) }
ltl late_decides_nothing { [] !(session == late && paper == adopted) }
ltl comes_to_an_end      { <> done }
