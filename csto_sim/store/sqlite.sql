-- Printed by docs/tools/print_tables.py from tables.py; a test holds it fresh.

CREATE TABLE meta (
	name VARCHAR NOT NULL,
	value VARCHAR NOT NULL,
	PRIMARY KEY (name)
);

CREATE TABLE run (
	id INTEGER NOT NULL,
	batch INTEGER NOT NULL,
	stored_at VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	file VARCHAR NOT NULL,
	mode VARCHAR NOT NULL,
	since VARCHAR NOT NULL,
	until VARCHAR NOT NULL,
	first_day VARCHAR NOT NULL,
	last_day VARCHAR NOT NULL,
	outcomes VARCHAR NOT NULL,
	steps INTEGER NOT NULL,
	refusals INTEGER NOT NULL,
	held INTEGER NOT NULL,
	failed INTEGER NOT NULL,
	not_applicable INTEGER NOT NULL,
	exit_code INTEGER NOT NULL,
	scenario_hash VARCHAR NOT NULL,
	law_hash VARCHAR NOT NULL,
	readings_hash VARCHAR NOT NULL,
	acts_hash VARCHAR NOT NULL,
	program VARCHAR NOT NULL,
	python VARCHAR NOT NULL,
	PRIMARY KEY (id)
);

CREATE INDEX ix_run_first_day ON run (first_day);

CREATE INDEX ix_run_scenario_hash ON run (scenario_hash);

CREATE TABLE tree (
	id INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (digest)
);

CREATE TABLE deadline (
	run_id INTEGER NOT NULL,
	n INTEGER NOT NULL,
	case_id VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	holder VARCHAR NOT NULL,
	"trigger" VARCHAR NOT NULL,
	under VARCHAR NOT NULL,
	unit VARCHAR,
	length INTEGER,
	zone VARCHAR,
	calendar VARCHAR,
	first_counted VARCHAR,
	last_earliest BIGINT,
	last_latest BIGINT,
	skipped VARCHAR,
	due_earliest BIGINT,
	due_latest BIGINT,
	due_at VARCHAR,
	status VARCHAR NOT NULL,
	because VARCHAR NOT NULL,
	follows VARCHAR NOT NULL,
	opened INTEGER NOT NULL,
	closed INTEGER NOT NULL,
	PRIMARY KEY (run_id, n),
	FOREIGN KEY(run_id) REFERENCES run (id)
)
 WITHOUT ROWID;

CREATE TABLE expectation (
	run_id INTEGER NOT NULL,
	n INTEGER NOT NULL,
	line_no INTEGER NOT NULL,
	column_no INTEGER NOT NULL,
	says VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	found VARCHAR NOT NULL,
	PRIMARY KEY (run_id, n),
	FOREIGN KEY(run_id) REFERENCES run (id)
)
 WITHOUT ROWID;

CREATE TABLE finding (
	tree_id INTEGER NOT NULL,
	n INTEGER NOT NULL,
	depth INTEGER NOT NULL,
	parent INTEGER,
	says VARCHAR NOT NULL,
	holds BOOLEAN NOT NULL,
	under VARCHAR NOT NULL,
	facts VARCHAR NOT NULL,
	reading VARCHAR,
	option VARCHAR,
	PRIMARY KEY (tree_id, n),
	FOREIGN KEY(tree_id) REFERENCES tree (id)
)
 WITHOUT ROWID;

CREATE TABLE outcome (
	run_id INTEGER NOT NULL,
	n INTEGER NOT NULL,
	case_id VARCHAR NOT NULL,
	procedure VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	says VARCHAR NOT NULL,
	since VARCHAR NOT NULL,
	effective VARCHAR NOT NULL,
	known VARCHAR NOT NULL,
	bound VARCHAR NOT NULL,
	facts VARCHAR NOT NULL,
	decided_by INTEGER NOT NULL,
	PRIMARY KEY (run_id, n),
	FOREIGN KEY(run_id) REFERENCES run (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_outcome_procedure_state ON outcome (procedure, state);

CREATE INDEX ix_outcome_state ON outcome (state);

CREATE TABLE provision (
	provision VARCHAR NOT NULL,
	run_id INTEGER NOT NULL,
	PRIMARY KEY (provision, run_id),
	FOREIGN KEY(run_id) REFERENCES run (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_provision_run_id ON provision (run_id);

CREATE TABLE reading (
	run_id INTEGER NOT NULL,
	n INTEGER NOT NULL,
	reading VARCHAR NOT NULL,
	option VARCHAR NOT NULL,
	chosen VARCHAR NOT NULL,
	consulted BOOLEAN NOT NULL,
	decisive VARCHAR,
	PRIMARY KEY (run_id, n),
	FOREIGN KEY(run_id) REFERENCES run (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_reading_option ON reading (reading, option);

CREATE TABLE step (
	run_id INTEGER NOT NULL,
	n INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	written VARCHAR NOT NULL,
	earliest BIGINT NOT NULL,
	latest BIGINT NOT NULL,
	day VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	act VARCHAR NOT NULL,
	by_whom VARCHAR NOT NULL,
	case_id VARCHAR NOT NULL,
	source VARCHAR NOT NULL,
	target VARCHAR NOT NULL,
	under VARCHAR NOT NULL,
	tree_id INTEGER,
	readings VARCHAR NOT NULL,
	saw VARCHAR NOT NULL,
	opens VARCHAR NOT NULL,
	closes VARCHAR NOT NULL,
	takes VARCHAR NOT NULL,
	origin INTEGER NOT NULL,
	PRIMARY KEY (run_id, n),
	FOREIGN KEY(run_id) REFERENCES run (id),
	FOREIGN KEY(tree_id) REFERENCES tree (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_step_refused ON step (run_id) WHERE kind = 'refusal';

CREATE INDEX ix_step_tree_id ON step (tree_id);

CREATE TABLE tag (
	tag VARCHAR NOT NULL,
	run_id INTEGER NOT NULL,
	PRIMARY KEY (tag, run_id),
	FOREIGN KEY(run_id) REFERENCES run (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_tag_run_id ON tag (run_id);

CREATE TABLE bond (
	run_id INTEGER NOT NULL,
	outcome_n INTEGER NOT NULL,
	n INTEGER NOT NULL,
	case_id VARCHAR NOT NULL,
	member VARCHAR NOT NULL,
	since VARCHAR NOT NULL,
	known VARCHAR NOT NULL,
	until VARCHAR NOT NULL,
	PRIMARY KEY (run_id, outcome_n, n),
	FOREIGN KEY(run_id, outcome_n) REFERENCES outcome (run_id, n)
)
 WITHOUT ROWID;
