BEGIN TRANSACTION;
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	clock DATETIME NOT NULL, 
	actor VARCHAR(200) NOT NULL, 
	action VARCHAR(20) NOT NULL, 
	scorecard VARCHAR(200), 
	number INTEGER, 
	environment VARCHAR(200), 
	code VARCHAR(40) NOT NULL, 
	message TEXT NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (id)
);
INSERT INTO "audit" VALUES(1,'2026-11-26 12:12:00.000000','''; DROP TABLE versions; --
	100 % of Zoë''s 🏛️ \ :x $1','approve','small',4,'production','author','cannot approve version 4 of ''small'' in production: "''; DROP TABLE versions; --\n\t100 % of Zoë''s 🏛️ \\ :x $1" wrote it; somebody else has to approve it');
INSERT INTO "audit" VALUES(2,'2026-11-26 12:31:00.000000','ann','add_environment',NULL,NULL,'europe','done','added');
CREATE TABLE environments (
	name VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_environments PRIMARY KEY (name)
);
INSERT INTO "environments" VALUES('staging');
INSERT INTO "environments" VALUES('production');
INSERT INTO "environments" VALUES('europe');
CREATE TABLE live_versions (
	scorecard_id INTEGER NOT NULL, 
	environment VARCHAR(200) NOT NULL, 
	number INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	CONSTRAINT pk_live_versions PRIMARY KEY (scorecard_id, environment), 
	CONSTRAINT fk_live_versions_scorecard_id FOREIGN KEY(scorecard_id) REFERENCES scorecards (id), 
	CONSTRAINT fk_live_versions_environment FOREIGN KEY(environment) REFERENCES environments (name), 
	CONSTRAINT fk_live_versions_scorecard_id_number FOREIGN KEY(scorecard_id, number) REFERENCES versions (scorecard_id, number)
);
INSERT INTO "live_versions" VALUES(1,'production',1,3);
INSERT INTO "live_versions" VALUES(1,'staging',3,1);
INSERT INTO "live_versions" VALUES(2,'europe',1,1);
CREATE TABLE scorecards (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	versions INTEGER NOT NULL, 
	transitions INTEGER NOT NULL, 
	head VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_scorecards PRIMARY KEY (id), 
	CONSTRAINT uq_scorecards_name UNIQUE (name), 
	CONSTRAINT ck_scorecards_counts CHECK (versions >= 0 AND transitions >= versions)
);
INSERT INTO "scorecards" VALUES(1,'small',4,19,'94f8c16c7fd9af11ab14b0ad4e06a66c86f8dabf00bb3ca93e5352e01525903d');
INSERT INTO "scorecards" VALUES(2,'book_club',1,4,'aa72463534acf3b07aa2510476a121d102ab213a70d94d5bb6ab75d1db1dd0c8');
CREATE TABLE scoring_kit_schema (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT scoring_kit_schema_pkc PRIMARY KEY (version_num)
);
INSERT INTO "scoring_kit_schema" VALUES('0001');
CREATE TABLE transitions (
	scorecard_id INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	environment VARCHAR(200), 
	action VARCHAR(20) NOT NULL, 
	"before" VARCHAR(20), 
	"after" VARCHAR(20) NOT NULL, 
	revision INTEGER NOT NULL, 
	actor VARCHAR(200) NOT NULL, 
	identity VARCHAR(200) NOT NULL, 
	message TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	clock DATETIME NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_transitions PRIMARY KEY (scorecard_id, sequence), 
	CONSTRAINT fk_transitions_scorecard_id_number FOREIGN KEY(scorecard_id, number) REFERENCES versions (scorecard_id, number), 
	CONSTRAINT fk_transitions_environment FOREIGN KEY(environment) REFERENCES environments (name), 
	CONSTRAINT ck_transitions_sequence CHECK (sequence >= 1), 
	CONSTRAINT ck_transitions_environment CHECK ((action = 'add') = (environment IS NULL))
)
 WITHOUT ROWID

;
INSERT INTO "transitions" VALUES(1,1,1,'adf7e5d705b14fe4b756fae21c37465616b338d9a132b14ae5c393ce1e691011',NULL,'add',NULL,'draft',0,'ann','claimed','weight 1.0','2026-11-26 12:01:00.000000','2026-11-26 12:01:00.000000','e86df01757dca799dab455033e1e5e2fc7e84093a06a2637bc2483b6933c239d','bd61403886d74dc3a2c07c3a41064bc936beb28f7b54fd419bbec356674f0ccb');
INSERT INTO "transitions" VALUES(1,2,1,'adf7e5d705b14fe4b756fae21c37465616b338d9a132b14ae5c393ce1e691011','production','propose','draft','proposed',0,'ann','claimed','ready','2026-11-26 12:01:00.000000','2026-11-26 12:01:00.000000','bd61403886d74dc3a2c07c3a41064bc936beb28f7b54fd419bbec356674f0ccb','220cce3267afbfd3e035fd19330839c76fbb0acbe7428652711976c0001f9edb');
INSERT INTO "transitions" VALUES(1,3,1,'adf7e5d705b14fe4b756fae21c37465616b338d9a132b14ae5c393ce1e691011','production','approve','proposed','approved',0,'bob','claimed','agreed','2026-11-26 12:01:00.000000','2026-11-26 12:01:00.000000','220cce3267afbfd3e035fd19330839c76fbb0acbe7428652711976c0001f9edb','ac74eafd6bf8aa3fb335866ca2a387cd78de5a77956353dd1cf72e29f3581ede');
INSERT INTO "transitions" VALUES(1,4,1,'adf7e5d705b14fe4b756fae21c37465616b338d9a132b14ae5c393ce1e691011','production','promote','approved','live',1,'ann','claimed','go','2026-11-26 12:01:00.000000','2026-11-26 12:01:00.000000','ac74eafd6bf8aa3fb335866ca2a387cd78de5a77956353dd1cf72e29f3581ede','e50e9a3e23fbee27eefb803ca907abd49a56aa9278bdfec36beb1c307cb3302f');
INSERT INTO "transitions" VALUES(1,5,2,'6ae04d2b7746b1a288045a23072d582c1a874dabddb3ceec62731e00cc036b7a',NULL,'add',NULL,'draft',0,'ann','claimed','weight 2.0','2026-11-26 12:05:00.000000','2026-11-26 12:05:00.000000','e50e9a3e23fbee27eefb803ca907abd49a56aa9278bdfec36beb1c307cb3302f','05667dd3063220f9deef23dc9fbc6dc91c16478b75d9250af9e018960f58c654');
INSERT INTO "transitions" VALUES(1,6,2,'6ae04d2b7746b1a288045a23072d582c1a874dabddb3ceec62731e00cc036b7a','production','propose','draft','proposed',1,'ann','claimed','''; DROP TABLE versions; --
	100 % of Zoë''s 🏛️ \ :x $1','2026-11-26 12:05:00.000000','2026-11-26 12:05:00.000000','05667dd3063220f9deef23dc9fbc6dc91c16478b75d9250af9e018960f58c654','929f4d4d23cdefe4e334b272354d0240b2fa44289550b5680e87507b48069f1a');
INSERT INTO "transitions" VALUES(1,7,2,'6ae04d2b7746b1a288045a23072d582c1a874dabddb3ceec62731e00cc036b7a','production','reject','proposed','draft',1,'Zoë 🏛️','claimed','too steep','2026-11-26 12:05:00.000000','2026-11-26 12:05:00.000000','929f4d4d23cdefe4e334b272354d0240b2fa44289550b5680e87507b48069f1a','7bbaf46550aefdd0c61b016db737988faca000e977e9e0a96f28098457a4d3f2');
INSERT INTO "transitions" VALUES(1,8,2,'6ae04d2b7746b1a288045a23072d582c1a874dabddb3ceec62731e00cc036b7a','production','propose','draft','proposed',1,'ann','claimed','it is not','2026-11-26 12:09:00.000000','2026-11-26 12:09:00.000000','7bbaf46550aefdd0c61b016db737988faca000e977e9e0a96f28098457a4d3f2','6947f2dd2bbd8ebc5ac9dd73643f51a335eb6d244035b21d8f2a42bce8c49216');
INSERT INTO "transitions" VALUES(1,9,2,'6ae04d2b7746b1a288045a23072d582c1a874dabddb3ceec62731e00cc036b7a','production','approve','proposed','approved',1,'bob','claimed','agreed','2026-11-26 12:09:00.000000','2026-11-26 12:09:00.000000','6947f2dd2bbd8ebc5ac9dd73643f51a335eb6d244035b21d8f2a42bce8c49216','00b60b76605895374e72a3164ae4045f3a935e7dc2a680ec725c95ede703bd7b');
INSERT INTO "transitions" VALUES(1,10,1,'adf7e5d705b14fe4b756fae21c37465616b338d9a132b14ae5c393ce1e691011','production','retire','live','retired',2,'ann','claimed','go','2026-11-26 12:20:00.000000','2026-11-26 12:20:00.000000','00b60b76605895374e72a3164ae4045f3a935e7dc2a680ec725c95ede703bd7b','967ebd7e2f4360d4261f78006eefe884ef7a919aa93f7f856de8d1249f12881a');
INSERT INTO "transitions" VALUES(1,11,2,'6ae04d2b7746b1a288045a23072d582c1a874dabddb3ceec62731e00cc036b7a','production','promote','approved','live',2,'ann','claimed','go','2026-11-26 12:20:00.000000','2026-11-26 12:20:00.000000','967ebd7e2f4360d4261f78006eefe884ef7a919aa93f7f856de8d1249f12881a','8ffaf528eddb6fb1c33cd94735e4583876b51d0ce96e20cd629b369af0be64e4');
INSERT INTO "transitions" VALUES(1,12,2,'6ae04d2b7746b1a288045a23072d582c1a874dabddb3ceec62731e00cc036b7a','production','retire','live','retired',3,'bob','claimed','bad','2026-11-26 12:25:00.000000','2026-11-26 12:25:00.000000','8ffaf528eddb6fb1c33cd94735e4583876b51d0ce96e20cd629b369af0be64e4','d4e88456cd27bf06f81baf74b01e723aed2fa02f8fb2c18aba37fd06ca173bab');
INSERT INTO "transitions" VALUES(1,13,1,'adf7e5d705b14fe4b756fae21c37465616b338d9a132b14ae5c393ce1e691011','production','rollback','retired','live',3,'bob','claimed','bad','2026-11-26 12:25:00.000000','2026-11-26 12:25:00.000000','d4e88456cd27bf06f81baf74b01e723aed2fa02f8fb2c18aba37fd06ca173bab','f240238b769b218e6f0ca0810ce8b4d0b334db0323ad3e290cef28cb05940a2b');
INSERT INTO "transitions" VALUES(1,14,3,'3a4ee99c113bbaddae4b936aa3504a98b5fe1f9788e1d6e9f818e859d949c3d9',NULL,'add',NULL,'draft',0,'ann','claimed','weight 3.0','2026-11-26 12:25:00.000000','2026-11-26 12:25:00.000000','f240238b769b218e6f0ca0810ce8b4d0b334db0323ad3e290cef28cb05940a2b','f7b4ca19c56920c0d4ffbd43f7f1f14752fa9bfd41d564f39b21dc135aa56220');
INSERT INTO "transitions" VALUES(1,15,3,'3a4ee99c113bbaddae4b936aa3504a98b5fe1f9788e1d6e9f818e859d949c3d9','staging','propose','draft','proposed',0,'ann','claimed','ready','2026-11-26 12:25:00.000000','2026-11-26 12:25:00.000000','f7b4ca19c56920c0d4ffbd43f7f1f14752fa9bfd41d564f39b21dc135aa56220','2663e80248bcfd7ff5bee9a2eb86f3e664aa8f8c1bec5a7aacfe86ef222653d3');
INSERT INTO "transitions" VALUES(1,16,3,'3a4ee99c113bbaddae4b936aa3504a98b5fe1f9788e1d6e9f818e859d949c3d9','staging','approve','proposed','approved',0,'bob','claimed','agreed','2026-11-26 12:25:00.000000','2026-11-26 12:25:00.000000','2663e80248bcfd7ff5bee9a2eb86f3e664aa8f8c1bec5a7aacfe86ef222653d3','8b6a97954b92fe1605d6a6a0092b3c99cf5c45e0117df576fe9a88f2e49c968a');
INSERT INTO "transitions" VALUES(1,17,3,'3a4ee99c113bbaddae4b936aa3504a98b5fe1f9788e1d6e9f818e859d949c3d9','staging','promote','approved','live',1,'ann','claimed','go','2026-11-26 12:25:00.000000','2026-11-26 12:25:00.000000','8b6a97954b92fe1605d6a6a0092b3c99cf5c45e0117df576fe9a88f2e49c968a','92c51b3457ed341e23b403a136f013ae83d057a2ae79e8d4c1716a28c07b4d34');
INSERT INTO "transitions" VALUES(1,18,4,'d841afc2b06eb65f24e0e0b3472887ea6d18a46781a64966af8b507715475d1b',NULL,'add',NULL,'draft',0,'''; DROP TABLE versions; --
	100 % of Zoë''s 🏛️ \ :x $1','claimed','''; DROP TABLE versions; --
	100 % of Zoë''s 🏛️ \ :x $1','2026-11-26 12:25:00.000000','2026-11-26 12:12:00.000000','92c51b3457ed341e23b403a136f013ae83d057a2ae79e8d4c1716a28c07b4d34','cb0a7d7994c01e400bcf6124b4e51de3e61242cb5cc91f3cc3cb900999a6e72d');
INSERT INTO "transitions" VALUES(1,19,4,'d841afc2b06eb65f24e0e0b3472887ea6d18a46781a64966af8b507715475d1b','production','propose','draft','proposed',3,'eve','claimed','m','2026-11-26 12:25:00.000000','2026-11-26 12:12:00.000000','cb0a7d7994c01e400bcf6124b4e51de3e61242cb5cc91f3cc3cb900999a6e72d','94f8c16c7fd9af11ab14b0ad4e06a66c86f8dabf00bb3ca93e5352e01525903d');
INSERT INTO "transitions" VALUES(2,1,1,'ba292bc065a6c4f2cb4e7211237afdf75d5a664b413b8f3d4975d9bbf5938f8f',NULL,'add',NULL,'draft',0,'ann','claimed','First weights','2026-11-26 12:31:00.000000','2026-11-26 12:31:00.000000','80997bb1bd46398c9cd6cf2c5b3a46d3bd2d8926cd3b74f39ea89cb2cf383d27','d478bab02ae64d76f8550f98e0fdcf6158c12ff402114fbf9c292df490d23436');
INSERT INTO "transitions" VALUES(2,2,1,'ba292bc065a6c4f2cb4e7211237afdf75d5a664b413b8f3d4975d9bbf5938f8f','europe','propose','draft','proposed',0,'ann','claimed','propose it','2026-11-26 12:40:00.000000','2026-11-26 12:40:00.000000','d478bab02ae64d76f8550f98e0fdcf6158c12ff402114fbf9c292df490d23436','fb009c6d4aa4c9d6fab8c03ddf1db5b4b0254efa3d0806e7741fa478b1452b67');
INSERT INTO "transitions" VALUES(2,3,1,'ba292bc065a6c4f2cb4e7211237afdf75d5a664b413b8f3d4975d9bbf5938f8f','europe','approve','proposed','approved',0,'bob','claimed','approve it','2026-11-26 12:40:00.000000','2026-11-26 12:40:00.000000','fb009c6d4aa4c9d6fab8c03ddf1db5b4b0254efa3d0806e7741fa478b1452b67','dd9ddbd9a2a4c0d8cd4b1507927f278451159addf85818449149faaa0411375c');
INSERT INTO "transitions" VALUES(2,4,1,'ba292bc065a6c4f2cb4e7211237afdf75d5a664b413b8f3d4975d9bbf5938f8f','europe','promote','approved','live',1,'ann','claimed','promote it','2026-11-26 12:40:00.000000','2026-11-26 12:40:00.000000','dd9ddbd9a2a4c0d8cd4b1507927f278451159addf85818449149faaa0411375c','aa72463534acf3b07aa2510476a121d102ab213a70d94d5bb6ab75d1db1dd0c8');
CREATE TABLE versions (
	scorecard_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	document TEXT NOT NULL, 
	author VARCHAR(200) NOT NULL, 
	message TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_versions PRIMARY KEY (scorecard_id, number), 
	CONSTRAINT uq_versions_scorecard_id_sha256 UNIQUE (scorecard_id, sha256), 
	CONSTRAINT fk_versions_scorecard_id FOREIGN KEY(scorecard_id) REFERENCES scorecards (id), 
	CONSTRAINT ck_versions_number CHECK (number >= 1), 
	CONSTRAINT ck_versions_sha256 CHECK (length(sha256) = 64)
)
 WITHOUT ROWID

;
INSERT INTO "versions" VALUES(1,1,'adf7e5d705b14fe4b756fae21c37465616b338d9a132b14ae5c393ce1e691011','{"defaults":{"missing":"reweight"},"name":"small","schema":"scoring-kit/1","score":{"aggregate":"mean","of":[{"criterion":"age"}]}}','ann','weight 1.0','2026-11-26 12:01:00.000000');
INSERT INTO "versions" VALUES(1,2,'6ae04d2b7746b1a288045a23072d582c1a874dabddb3ceec62731e00cc036b7a','{"defaults":{"missing":"reweight"},"name":"small","schema":"scoring-kit/1","score":{"aggregate":"mean","of":[{"criterion":"age","weight":2}]}}','ann','weight 2.0','2026-11-26 12:05:00.000000');
INSERT INTO "versions" VALUES(1,3,'3a4ee99c113bbaddae4b936aa3504a98b5fe1f9788e1d6e9f818e859d949c3d9','{"defaults":{"missing":"reweight"},"name":"small","schema":"scoring-kit/1","score":{"aggregate":"mean","of":[{"criterion":"age","weight":3}]}}','ann','weight 3.0','2026-11-26 12:25:00.000000');
INSERT INTO "versions" VALUES(1,4,'d841afc2b06eb65f24e0e0b3472887ea6d18a46781a64966af8b507715475d1b','{"defaults":{"missing":"reweight"},"name":"small","schema":"scoring-kit/1","score":{"aggregate":"mean","of":[{"criterion":"age","weight":4}]}}','''; DROP TABLE versions; --
	100 % of Zoë''s 🏛️ \ :x $1','''; DROP TABLE versions; --
	100 % of Zoë''s 🏛️ \ :x $1','2026-11-26 12:25:00.000000');
INSERT INTO "versions" VALUES(2,1,'ba292bc065a6c4f2cb4e7211237afdf75d5a664b413b8f3d4975d9bbf5938f8f','{"adjustments":[{"add":5,"description":"Has bought our other book on Italian art","name":"owns_italian_art","when":"italian_art_books >= 1"},{"cap":100,"name":"at_most_100"}],"coverage":{"minimum":0.5},"defaults":{"missing":"worst"},"derived":{"art_shelf":"art_books + italian_art_books","cooking_shelf":"cookbooks + italian_cookbooks","family_shelf":"child_books + youth_books","favourite_shelf":"case when fullest_shelf = 0 then ''none'' when art_shelf = fullest_shelf then ''art'' when travel_shelf = fullest_shelf then ''travel'' when cooking_shelf = fullest_shelf then ''cooking'' when family_shelf = fullest_shelf then ''family'' else ''practical'' end","fullest_shelf":"greatest(art_shelf, travel_shelf, cooking_shelf, family_shelf, practical_shelf)","italy_and_travel":"geography_books + italian_cookbooks + italian_atlases + italian_art_books","practical_shelf":"do_it_yourself_books + reference_books","travel_shelf":"geography_books + italian_atlases"},"description":"Ranks the members of a mail-order book club for the offer of \"The Art History of Florence\". The weights were tuned on the members with odd numbers; those with even numbers show whether they hold.","inputs":{"months_since_order":{"type":"number","unit":"months","valid":[0,240]},"orders":{"type":"number","unit":"orders","valid":[1,500]},"total_spend":{"type":"number","unit":"dollars","valid":[0,100000]}},"key":["customer_id"],"knock_outs":[{"description":"Not to be mailed before the address was checked","name":"lapsed","reason":"K1","when":"orders = 1 and months_since_order > 30"}],"name":"book_club","owner":"lead scoring","reasons":{"texts":{"F1":"Ordered no more than twice","F2":"Orders now and then","K1":"One order, long ago","M1":"Small total spend","R1":"No recent order","T1":"Has bought no art book","T2":"Has bought few art books","T3":"Few books on travel and Italy","T4":"Prefers another shelf"}},"rounding":{"digits":1},"schema":"scoring-kit/1","score":{"aggregate":"mean","of":[{"aggregate":"mean","group":"engagement","of":[{"criterion":"recency","input":"months_since_order","monotone":"down","reason":"R1","value":{"piecewise":[[2,100],[6,80],[12,50],[24,15],[36,0]]},"weight":0.55},{"criterion":"frequency","input":"orders","monotone":"up","reason":"F2","value":{"bins":[{"below":3,"reason":"F1","value":30},{"below":6,"value":60},{"below":9,"value":75},{"value":100}]},"weight":0.35},{"criterion":"spend","input":"total_spend","monotone":"up","reason":"M1","value":{"piecewise":[[50,30],[250,50],[400,100]]},"weight":0.1}],"title":"Is the member still with us?","weight":0.5},{"aggregate":"mean","group":"taste","of":[{"criterion":"art","input":"art_books","monotone":"up","reason":"T2","value":{"bins":[{"below":1,"reason":"T1","value":0},{"below":2,"value":50},{"below":3,"value":85},{"value":100}]},"weight":0.45},{"criterion":"travel","input":"italy_and_travel","monotone":"up","reason":"T3","value":{"piecewise":[[0,0],[1,40],[3,100]]},"weight":0.3},{"criterion":"shelf","input":"favourite_shelf","reason":"T4","value":{"categories":[{"in":["art"],"value":100},{"in":["travel"],"value":70},{"in":["family"],"value":50},{"in":["practical"],"value":40},{"in":["cooking"],"value":20},{"in":["none"],"value":0}]},"weight":0.25}],"title":"Does the offer suit the member?","weight":0.5}]},"tiers":{"A":60,"B":45,"C":30,"D":0},"title":"Who will buy the next art book?"}','ann','First weights','2026-11-26 12:31:00.000000');
CREATE INDEX ix_transitions_scorecard_id_environment_sequence ON transitions (scorecard_id, environment, sequence);
CREATE INDEX ix_audit_scorecard ON audit (scorecard);
CREATE TRIGGER versions_no_update BEFORE UPDATE ON versions BEGIN SELECT RAISE(ABORT, 'versions are never changed'); END;
CREATE TRIGGER versions_no_delete BEFORE DELETE ON versions BEGIN SELECT RAISE(ABORT, 'versions are never changed'); END;
CREATE TRIGGER versions_no_replace BEFORE INSERT ON versions WHEN EXISTS (SELECT 1 FROM versions WHERE scorecard_id = NEW.scorecard_id AND (number = NEW.number OR sha256 = NEW.sha256)) BEGIN SELECT RAISE(ABORT, 'versions are never changed'); END;
CREATE TRIGGER transitions_no_update BEFORE UPDATE ON transitions BEGIN SELECT RAISE(ABORT, 'transitions are never changed'); END;
CREATE TRIGGER transitions_no_delete BEFORE DELETE ON transitions BEGIN SELECT RAISE(ABORT, 'transitions are never changed'); END;
CREATE TRIGGER transitions_no_replace BEFORE INSERT ON transitions WHEN EXISTS (SELECT 1 FROM transitions WHERE scorecard_id = NEW.scorecard_id AND sequence = NEW.sequence) BEGIN SELECT RAISE(ABORT, 'transitions are never changed'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit are never changed'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit are never changed'); END;
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'audit are never changed'); END;
COMMIT;
