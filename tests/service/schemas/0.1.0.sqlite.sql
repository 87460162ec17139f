BEGIN TRANSACTION;
CREATE TABLE "account_emailaddress" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "verified" bool NOT NULL, "primary" bool NOT NULL, "user_id" char(32) NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "email" varchar(254) NOT NULL);
CREATE TABLE "account_emailconfirmation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created" datetime NOT NULL, "sent" datetime NULL, "key" varchar(64) NOT NULL UNIQUE, "email_address_id" integer NOT NULL REFERENCES "account_emailaddress" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "accounts_link" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "digest" varchar(64) NOT NULL UNIQUE, "made" datetime NOT NULL, "used" datetime NULL, "user_id" char(32) NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "accounts_membership" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "role" varchar(40) NOT NULL, "since" datetime NOT NULL, "site_id" char(32) NOT NULL REFERENCES "book_site" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" char(32) NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "accounts_a_role_once" UNIQUE ("user_id", "site_id", "role"));
INSERT INTO "accounts_membership" VALUES(1,'administrator','2026-11-26 20:41:31.955572','01a219978bfe7a7d8c616f29380aab04','01a219978c1973fe9b2ea0b927e56ba3');
INSERT INTO "accounts_membership" VALUES(3,'focal_point','2026-11-26 20:41:31.974369','01a219978bfe7a7d8c616f29380aab04','01a219978c21771b9e7b4d6fcd460006');
INSERT INTO "accounts_membership" VALUES(4,'approver','2026-11-26 20:41:31.988031','01a219978bfe7a7d8c616f29380aab04','01a219978c297ffc9cac6d23403295b3');
INSERT INTO "accounts_membership" VALUES(5,'administrator','2026-11-26 20:41:32.014444','01a219978c0d757d9105fb044b1df0c3','01a219978c1973fe9b2ea0b927e56ba3');
INSERT INTO "accounts_membership" VALUES(7,'focal_point','2026-11-26 20:41:32.022298','01a219978c0d757d9105fb044b1df0c3','01a219978c21771b9e7b4d6fcd460006');
INSERT INTO "accounts_membership" VALUES(8,'approver','2026-11-26 20:41:32.039033','01a219978c0d757d9105fb044b1df0c3','01a219978c297ffc9cac6d23403295b3');
CREATE TABLE "accounts_user" ("password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "first_name" varchar(150) NOT NULL, "last_name" varchar(150) NOT NULL, "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "id" char(32) NOT NULL PRIMARY KEY, "full_name" varchar(200) NOT NULL);
INSERT INTO "accounts_user" VALUES('!of nobody',NULL,0,'ada','','','',0,1,'2026-11-26 20:41:31.929332','01a219978c1973fe9b2ea0b927e56ba3','Synthetic ada');
INSERT INTO "accounts_user" VALUES('!of nobody',NULL,0,'ben','','','',0,1,'2026-11-26 20:41:31.937238','01a219978c21771b9e7b4d6fcd460006','Synthetic ben');
INSERT INTO "accounts_user" VALUES('!of nobody',NULL,0,'cyd','','','',0,1,'2026-11-26 20:41:31.945318','01a219978c297ffc9cac6d23403295b3','Synthetic cyd');
CREATE TABLE "accounts_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" char(32) NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "accounts_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" char(32) NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "api_token" ("id" char(32) NOT NULL PRIMARY KEY, "name" varchar(80) NOT NULL, "digest" varchar(64) NOT NULL UNIQUE, "scopes" varchar(40) NOT NULL, "made" datetime NOT NULL, "expires" datetime NOT NULL, "revoked" datetime NULL, "used" datetime NULL, "user_id" char(32) NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "api_token" VALUES('d0a8157e4f055781b49153e73c723003','program 1','04a0243b388f47582a79872a4090aadf392b79c72d810e57d69ab5f4605fd1d3','read','2026-11-26 20:41:32.843514','2027-09-22 20:41:32.843391',NULL,NULL,'01a219978c1973fe9b2ea0b927e56ba3');
INSERT INTO "api_token" VALUES('7d206b0bddce54b9a20862ed65822cbb','program 2','02f503a90cd67d789d35a7732406a013b5a965b948852e686525f62a6a02c2d5','read','2026-11-26 20:41:32.872754','2027-09-22 20:41:32.843391','2026-11-26 20:41:32.904375',NULL,'01a219978c1973fe9b2ea0b927e56ba3');
CREATE TABLE "api_token_sites" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token_id" char(32) NOT NULL REFERENCES "api_token" ("id") DEFERRABLE INITIALLY DEFERRED, "site_id" char(32) NOT NULL REFERENCES "book_site" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "api_token_sites" VALUES(1,'d0a8157e4f055781b49153e73c723003','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "api_token_sites" VALUES(2,'d0a8157e4f055781b49153e73c723003','01a219978c0d757d9105fb044b1df0c3');
INSERT INTO "api_token_sites" VALUES(3,'7d206b0bddce54b9a20862ed65822cbb','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "api_token_sites" VALUES(4,'7d206b0bddce54b9a20862ed65822cbb','01a219978c0d757d9105fb044b1df0c3');
CREATE TABLE "atlas_arrival" ("id" char(32) NOT NULL PRIMARY KEY, "at" datetime NOT NULL, "origin" varchar(24) NOT NULL, "made" varchar(40) NOT NULL, "head" varchar(64) NOT NULL, "rows" text NOT NULL CHECK ((JSON_VALID("rows") OR "rows" IS NULL)), "centres" text NOT NULL CHECK ((JSON_VALID("centres") OR "centres" IS NULL)), "by_id" char(32) NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "site_id" char(32) NOT NULL REFERENCES "book_site" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "atlas_centreproposal" ("id" char(32) NOT NULL PRIMARY KEY, "iso3" varchar(3) NOT NULL, "place" integer NOT NULL, "by" varchar(64) NOT NULL, "at" datetime NOT NULL, "reason" text NOT NULL, "decision" varchar(8) NOT NULL, "decided_by" varchar(64) NOT NULL, "decided_at" datetime NULL, "decided_why" text NOT NULL, "centre" varchar(40) NOT NULL, "said" text NOT NULL CHECK ((JSON_VALID("said") OR "said" IS NULL)), "site_id" char(32) NOT NULL REFERENCES "book_site" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "atlas_centreproposal" VALUES('01a219978f6774fb908b16832b8b90b1','JOR',1,'01a21997-8c21-771b-9e7b-4d6fcd460006','2026-11-26 20:41:32.773538','new centre','accepted','01a21997-8c29-7ffc-9cac-6d23403295b3','2026-11-26 20:41:32.800921','known','synthetic','{"centre": "synthetic", "equipment": {"pet": 1, "spect": null}, "link": "", "name": "Synthetic centre 0", "practises": true, "sector": "public", "services": ["pet"], "source": "Synthetic count", "therapies": [], "town": "Irbid", "year": 2025}','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "atlas_centreproposal" VALUES('01a219978f8f7d1087b5be76ddd63651','JOR',3,'01a21997-8c21-771b-9e7b-4d6fcd460006','2026-11-26 20:41:32.814919','new centre','refused','01a21997-8c29-7ffc-9cac-6d23403295b3','2026-11-26 20:41:32.831247','known','synthetic','{"centre": "synthetic", "equipment": {"pet": 1, "spect": null}, "link": "", "name": "Synthetic centre 1", "practises": true, "sector": "public", "services": ["pet"], "source": "Synthetic count", "therapies": [], "town": "Irbid", "year": 2025}','01a219978bfe7a7d8c616f29380aab04');
CREATE TABLE "atlas_figure" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "iso3" varchar(3) NOT NULL, "fact" varchar(60) NOT NULL, "value" real NULL, "state" varchar(16) NOT NULL, "year" smallint NOT NULL, "source" varchar(300) NOT NULL, "link" varchar(300) NOT NULL, "row" bigint NOT NULL, "since" datetime NOT NULL, "site_id" char(32) NOT NULL REFERENCES "book_site" ("id") DEFERRABLE INITIALLY DEFERRED, "proposal_id" char(32) NOT NULL UNIQUE REFERENCES "atlas_proposal" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "atlas_one_figure_holds" UNIQUE ("iso3", "fact"));
INSERT INTO "atlas_figure" VALUES(1,'JOR','country.equipment.pet',12.0,'reported',2025,'Synthetic count','',12,'2026-11-26 20:41:32.732802','01a219978bfe7a7d8c616f29380aab04','01a219978f2a77bf92b12be32aed3535');
CREATE TABLE "atlas_heldcentre" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "iso3" varchar(3) NOT NULL, "centre" varchar(40) NOT NULL, "said" text NOT NULL CHECK ((JSON_VALID("said") OR "said" IS NULL)), "row" bigint NOT NULL, "since" datetime NOT NULL, "proposal_id" char(32) NOT NULL UNIQUE REFERENCES "atlas_centreproposal" ("id") DEFERRABLE INITIALLY DEFERRED, "site_id" char(32) NOT NULL REFERENCES "book_site" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "atlas_one_centre_holds" UNIQUE ("iso3", "centre"));
INSERT INTO "atlas_heldcentre" VALUES(1,'JOR','synthetic','{"centre": "synthetic", "equipment": {"pet": 1, "spect": null}, "link": "", "name": "Synthetic centre 0", "practises": true, "sector": "public", "services": ["pet"], "source": "Synthetic count", "therapies": [], "town": "Irbid", "year": 2025}',17,'2026-11-26 20:41:32.800921','01a219978f6774fb908b16832b8b90b1','01a219978bfe7a7d8c616f29380aab04');
CREATE TABLE "atlas_proposal" ("iso3" varchar(3) NOT NULL, "fact" varchar(60) NOT NULL, "value" real NULL, "state" varchar(16) NOT NULL, "year" smallint NOT NULL, "source" varchar(300) NOT NULL, "link" varchar(300) NOT NULL, "id" char(32) NOT NULL PRIMARY KEY, "place" integer NOT NULL, "by" varchar(64) NOT NULL, "at" datetime NOT NULL, "reason" text NOT NULL, "decision" varchar(8) NOT NULL, "decided_by" varchar(64) NOT NULL, "decided_at" datetime NULL, "decided_why" text NOT NULL, "site_id" char(32) NOT NULL REFERENCES "book_site" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "atlas_proposal" VALUES('JOR','country.equipment.pet',12.0,'reported',2025,'Synthetic count','','01a219978f2a77bf92b12be32aed3535',1,'01a21997-8c21-771b-9e7b-4d6fcd460006','2026-11-26 20:41:32.713716','new count','accepted','01a21997-8c29-7ffc-9cac-6d23403295b3','2026-11-26 20:41:32.732802','read in the source','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "atlas_proposal" VALUES('JOR','country.equipment.pet',13.0,'reported',2025,'Synthetic count','','01a219978f457318a95694ff711c286d',3,'01a21997-8c21-771b-9e7b-4d6fcd460006','2026-11-26 20:41:32.740073','new count','refused','01a21997-8c29-7ffc-9cac-6d23403295b3','2026-11-26 20:41:32.746493','read in the source','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "atlas_proposal" VALUES('JOR','country.equipment.pet',14.0,'reported',2025,'Synthetic count','','01a219978f4f7d5c81aaf326004d32a5',5,'01a21997-8c21-771b-9e7b-4d6fcd460006','2026-11-26 20:41:32.751087','new count','open','',NULL,'','01a219978bfe7a7d8c616f29380aab04');
CREATE TABLE "atlas_training" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(200) NOT NULL, "provider" varchar(200) NOT NULL, "kind" varchar(12) NOT NULL, "cadre" varchar(30) NOT NULL, "weeks" smallint unsigned NULL CHECK ("weeks" >= 0), "places" smallint unsigned NULL CHECK ("places" >= 0), "language" varchar(60) NOT NULL, "source" varchar(300) NOT NULL, "link" varchar(300) NOT NULL, "year" smallint unsigned NOT NULL CHECK ("year" >= 0), "changed" datetime NOT NULL, "site_id" char(32) NOT NULL REFERENCES "book_site" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
INSERT INTO "auth_permission" VALUES(1,1,'add_arrival','Can add arrival');
INSERT INTO "auth_permission" VALUES(2,1,'change_arrival','Can change arrival');
INSERT INTO "auth_permission" VALUES(3,1,'delete_arrival','Can delete arrival');
INSERT INTO "auth_permission" VALUES(4,1,'view_arrival','Can view arrival');
INSERT INTO "auth_permission" VALUES(5,2,'add_centreproposal','Can add centre proposal');
INSERT INTO "auth_permission" VALUES(6,2,'change_centreproposal','Can change centre proposal');
INSERT INTO "auth_permission" VALUES(7,2,'delete_centreproposal','Can delete centre proposal');
INSERT INTO "auth_permission" VALUES(8,2,'view_centreproposal','Can view centre proposal');
INSERT INTO "auth_permission" VALUES(9,3,'add_proposal','Can add proposal');
INSERT INTO "auth_permission" VALUES(10,3,'change_proposal','Can change proposal');
INSERT INTO "auth_permission" VALUES(11,3,'delete_proposal','Can delete proposal');
INSERT INTO "auth_permission" VALUES(12,3,'view_proposal','Can view proposal');
INSERT INTO "auth_permission" VALUES(13,4,'add_training','Can add training');
INSERT INTO "auth_permission" VALUES(14,4,'change_training','Can change training');
INSERT INTO "auth_permission" VALUES(15,4,'delete_training','Can delete training');
INSERT INTO "auth_permission" VALUES(16,4,'view_training','Can view training');
INSERT INTO "auth_permission" VALUES(17,5,'add_heldcentre','Can add held centre');
INSERT INTO "auth_permission" VALUES(18,5,'change_heldcentre','Can change held centre');
INSERT INTO "auth_permission" VALUES(19,5,'delete_heldcentre','Can delete held centre');
INSERT INTO "auth_permission" VALUES(20,5,'view_heldcentre','Can view held centre');
INSERT INTO "auth_permission" VALUES(21,6,'add_figure','Can add figure');
INSERT INTO "auth_permission" VALUES(22,6,'change_figure','Can change figure');
INSERT INTO "auth_permission" VALUES(23,6,'delete_figure','Can delete figure');
INSERT INTO "auth_permission" VALUES(24,6,'view_figure','Can view figure');
INSERT INTO "auth_permission" VALUES(25,7,'add_job','Can add job');
INSERT INTO "auth_permission" VALUES(26,7,'change_job','Can change job');
INSERT INTO "auth_permission" VALUES(27,7,'delete_job','Can delete job');
INSERT INTO "auth_permission" VALUES(28,7,'view_job','Can view job');
INSERT INTO "auth_permission" VALUES(29,8,'add_plan','Can add plan');
INSERT INTO "auth_permission" VALUES(30,8,'change_plan','Can change plan');
INSERT INTO "auth_permission" VALUES(31,8,'delete_plan','Can delete plan');
INSERT INTO "auth_permission" VALUES(32,8,'view_plan','Can view plan');
INSERT INTO "auth_permission" VALUES(33,9,'add_version','Can add version');
INSERT INTO "auth_permission" VALUES(34,9,'change_version','Can change version');
INSERT INTO "auth_permission" VALUES(35,9,'delete_version','Can delete version');
INSERT INTO "auth_permission" VALUES(36,9,'view_version','Can view version');
INSERT INTO "auth_permission" VALUES(37,10,'add_token','Can add token');
INSERT INTO "auth_permission" VALUES(38,10,'change_token','Can change token');
INSERT INTO "auth_permission" VALUES(39,10,'delete_token','Can delete token');
INSERT INTO "auth_permission" VALUES(40,10,'view_token','Can view token');
INSERT INTO "auth_permission" VALUES(41,11,'add_permission','Can add permission');
INSERT INTO "auth_permission" VALUES(42,11,'change_permission','Can change permission');
INSERT INTO "auth_permission" VALUES(43,11,'delete_permission','Can delete permission');
INSERT INTO "auth_permission" VALUES(44,11,'view_permission','Can view permission');
INSERT INTO "auth_permission" VALUES(45,12,'add_group','Can add group');
INSERT INTO "auth_permission" VALUES(46,12,'change_group','Can change group');
INSERT INTO "auth_permission" VALUES(47,12,'delete_group','Can delete group');
INSERT INTO "auth_permission" VALUES(48,12,'view_group','Can view group');
INSERT INTO "auth_permission" VALUES(49,13,'add_contenttype','Can add content type');
INSERT INTO "auth_permission" VALUES(50,13,'change_contenttype','Can change content type');
INSERT INTO "auth_permission" VALUES(51,13,'delete_contenttype','Can delete content type');
INSERT INTO "auth_permission" VALUES(52,13,'view_contenttype','Can view content type');
INSERT INTO "auth_permission" VALUES(53,14,'add_session','Can add session');
INSERT INTO "auth_permission" VALUES(54,14,'change_session','Can change session');
INSERT INTO "auth_permission" VALUES(55,14,'delete_session','Can delete session');
INSERT INTO "auth_permission" VALUES(56,14,'view_session','Can view session');
INSERT INTO "auth_permission" VALUES(57,15,'add_emailaddress','Can add email address');
INSERT INTO "auth_permission" VALUES(58,15,'change_emailaddress','Can change email address');
INSERT INTO "auth_permission" VALUES(59,15,'delete_emailaddress','Can delete email address');
INSERT INTO "auth_permission" VALUES(60,15,'view_emailaddress','Can view email address');
INSERT INTO "auth_permission" VALUES(61,16,'add_emailconfirmation','Can add email confirmation');
INSERT INTO "auth_permission" VALUES(62,16,'change_emailconfirmation','Can change email confirmation');
INSERT INTO "auth_permission" VALUES(63,16,'delete_emailconfirmation','Can delete email confirmation');
INSERT INTO "auth_permission" VALUES(64,16,'view_emailconfirmation','Can view email confirmation');
INSERT INTO "auth_permission" VALUES(65,17,'add_authenticator','Can add authenticator');
INSERT INTO "auth_permission" VALUES(66,17,'change_authenticator','Can change authenticator');
INSERT INTO "auth_permission" VALUES(67,17,'delete_authenticator','Can delete authenticator');
INSERT INTO "auth_permission" VALUES(68,17,'view_authenticator','Can view authenticator');
INSERT INTO "auth_permission" VALUES(69,18,'add_accessattempt','Can add access attempt');
INSERT INTO "auth_permission" VALUES(70,18,'change_accessattempt','Can change access attempt');
INSERT INTO "auth_permission" VALUES(71,18,'delete_accessattempt','Can delete access attempt');
INSERT INTO "auth_permission" VALUES(72,18,'view_accessattempt','Can view access attempt');
INSERT INTO "auth_permission" VALUES(73,19,'add_accesslog','Can add access log');
INSERT INTO "auth_permission" VALUES(74,19,'change_accesslog','Can change access log');
INSERT INTO "auth_permission" VALUES(75,19,'delete_accesslog','Can delete access log');
INSERT INTO "auth_permission" VALUES(76,19,'view_accesslog','Can view access log');
INSERT INTO "auth_permission" VALUES(77,20,'add_accessfailurelog','Can add access failure');
INSERT INTO "auth_permission" VALUES(78,20,'change_accessfailurelog','Can change access failure');
INSERT INTO "auth_permission" VALUES(79,20,'delete_accessfailurelog','Can delete access failure');
INSERT INTO "auth_permission" VALUES(80,20,'view_accessfailurelog','Can view access failure');
INSERT INTO "auth_permission" VALUES(81,21,'add_accessattemptexpiration','Can add access attempt expiration');
INSERT INTO "auth_permission" VALUES(82,21,'change_accessattemptexpiration','Can change access attempt expiration');
INSERT INTO "auth_permission" VALUES(83,21,'delete_accessattemptexpiration','Can delete access attempt expiration');
INSERT INTO "auth_permission" VALUES(84,21,'view_accessattemptexpiration','Can view access attempt expiration');
INSERT INTO "auth_permission" VALUES(85,22,'add_dbtaskresult','Can add Task Result');
INSERT INTO "auth_permission" VALUES(86,22,'change_dbtaskresult','Can change Task Result');
INSERT INTO "auth_permission" VALUES(87,22,'delete_dbtaskresult','Can delete Task Result');
INSERT INTO "auth_permission" VALUES(88,22,'view_dbtaskresult','Can view Task Result');
INSERT INTO "auth_permission" VALUES(89,23,'add_site','Can add site');
INSERT INTO "auth_permission" VALUES(90,23,'change_site','Can change site');
INSERT INTO "auth_permission" VALUES(91,23,'delete_site','Can delete site');
INSERT INTO "auth_permission" VALUES(92,23,'view_site','Can view site');
INSERT INTO "auth_permission" VALUES(93,24,'add_event','Can add event');
INSERT INTO "auth_permission" VALUES(94,24,'change_event','Can change event');
INSERT INTO "auth_permission" VALUES(95,24,'delete_event','Can delete event');
INSERT INTO "auth_permission" VALUES(96,24,'view_event','Can view event');
INSERT INTO "auth_permission" VALUES(97,25,'add_user','Can add user');
INSERT INTO "auth_permission" VALUES(98,25,'change_user','Can change user');
INSERT INTO "auth_permission" VALUES(99,25,'delete_user','Can delete user');
INSERT INTO "auth_permission" VALUES(100,25,'view_user','Can view user');
INSERT INTO "auth_permission" VALUES(101,26,'add_link','Can add link');
INSERT INTO "auth_permission" VALUES(102,26,'change_link','Can change link');
INSERT INTO "auth_permission" VALUES(103,26,'delete_link','Can delete link');
INSERT INTO "auth_permission" VALUES(104,26,'view_link','Can view link');
INSERT INTO "auth_permission" VALUES(105,27,'add_membership','Can add membership');
INSERT INTO "auth_permission" VALUES(106,27,'change_membership','Can change membership');
INSERT INTO "auth_permission" VALUES(107,27,'delete_membership','Can delete membership');
INSERT INTO "auth_permission" VALUES(108,27,'view_membership','Can view membership');
CREATE TABLE "axes_accessattempt" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_agent" varchar(255) NOT NULL, "ip_address" char(39) NULL, "username" varchar(255) NULL, "http_accept" varchar(1025) NOT NULL, "path_info" varchar(255) NOT NULL, "attempt_time" datetime NOT NULL, "get_data" text NOT NULL, "post_data" text NOT NULL, "failures_since_start" integer unsigned NOT NULL CHECK ("failures_since_start" >= 0));
CREATE TABLE "axes_accessattemptexpiration" ("access_attempt_id" integer NOT NULL PRIMARY KEY REFERENCES "axes_accessattempt" ("id") DEFERRABLE INITIALLY DEFERRED, "expires_at" datetime NOT NULL);
CREATE TABLE "axes_accessfailurelog" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_agent" varchar(255) NOT NULL, "ip_address" char(39) NULL, "username" varchar(255) NULL, "http_accept" varchar(1025) NOT NULL, "path_info" varchar(255) NOT NULL, "attempt_time" datetime NOT NULL, "locked_out" bool NOT NULL);
CREATE TABLE "axes_accesslog" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_agent" varchar(255) NOT NULL, "ip_address" char(39) NULL, "username" varchar(255) NULL, "http_accept" varchar(1025) NOT NULL, "path_info" varchar(255) NOT NULL, "attempt_time" datetime NOT NULL, "logout_time" datetime NULL, "session_hash" varchar(64) NOT NULL);
CREATE TABLE "book_event" ("id" char(32) NOT NULL PRIMARY KEY, "site_seq" bigint NOT NULL, "stream" varchar(80) NOT NULL, "stream_seq" integer NOT NULL, "type" varchar(60) NOT NULL, "version" smallint NOT NULL, "at_device" datetime NOT NULL, "at_server" datetime NOT NULL, "zone" varchar(40) NOT NULL, "by" varchar(64) NOT NULL, "reason" text NOT NULL, "key" varchar(80) NOT NULL, "body" text NOT NULL, "prev" varchar(64) NOT NULL, "hash" varchar(64) NOT NULL, "site_id" char(32) NOT NULL REFERENCES "book_site" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "book_one_place_in_a_site" UNIQUE ("site_id", "site_seq"), CONSTRAINT "book_one_place_in_a_stream" UNIQUE ("stream", "stream_seq"), CONSTRAINT "book_one_row_for_a_key" UNIQUE ("site_id", "key"));
INSERT INTO "book_event" VALUES('01a219978c087f9e938453d6e8cf09d6',1,'site/01a21997-8bfe-7a7d-8c61-6f29380aab04',1,'site_opened',1,'2026-11-26 20:41:31.911604','2026-11-26 20:41:31.911604','UTC','synthetic','','open first','{"code":"first","country":"JOR","name":"Synthetic first"}','0000000000000000000000000000000000000000000000000000000000000000','a42cc285fe28e955d5de11bdbc2b5fc9fcf38f7ed4a2b7aa8e9d88ef63ebd51f','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978c1377838557becd9ccaa412',1,'site/01a21997-8c0d-757d-9105-fb044b1df0c3',1,'site_opened',1,'2026-11-26 20:41:31.922643','2026-11-26 20:41:31.922643','UTC','synthetic','','open second','{"code":"second","country":"JOR","name":"Synthetic second"}','0000000000000000000000000000000000000000000000000000000000000000','85d9e8a82185d6ce613ff014845cc910f9b0034d7fbea1123af7ebb477dbba30','01a219978c0d757d9105fb044b1df0c3');
INSERT INTO "book_event" VALUES('01a219978c34731382676256e81a7994',2,'roles/01a21997-8bfe-7a7d-8c61-6f29380aab04/01a21997-8c19-73fe-9b2e-a0b927e56ba3',1,'role_given',1,'2026-11-26 20:41:31.955572','2026-11-26 20:41:31.955572','UTC','synthetic','','ada is administrator','{"role":"administrator","user":"01a21997-8c19-73fe-9b2e-a0b927e56ba3"}','a42cc285fe28e955d5de11bdbc2b5fc9fcf38f7ed4a2b7aa8e9d88ef63ebd51f','e5f6b3e222b1094262e2dfe21645b21443d6346cc82251b8944fd93955943516','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978c3f748398a8e4539e3b0e4f',3,'roles/01a21997-8bfe-7a7d-8c61-6f29380aab04/01a21997-8c19-73fe-9b2e-a0b927e56ba3',2,'role_given',1,'2026-11-26 20:41:31.966957','2026-11-26 20:41:31.966957','UTC','synthetic','','ada is planner','{"role":"planner","user":"01a21997-8c19-73fe-9b2e-a0b927e56ba3"}','e5f6b3e222b1094262e2dfe21645b21443d6346cc82251b8944fd93955943516','acb9c95952c4ded5dea38056c0e96ca3391e28d6d1efcbf280cbba463950a218','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978c467908969d04ba170f84ec',4,'roles/01a21997-8bfe-7a7d-8c61-6f29380aab04/01a21997-8c21-771b-9e7b-4d6fcd460006',1,'role_given',1,'2026-11-26 20:41:31.974369','2026-11-26 20:41:31.974369','UTC','synthetic','','ben is focal_point','{"role":"focal_point","user":"01a21997-8c21-771b-9e7b-4d6fcd460006"}','acb9c95952c4ded5dea38056c0e96ca3391e28d6d1efcbf280cbba463950a218','5ad879dc9d6185e8d77e45a4a7782347578a84e9731cca6c076fd39b8329bb64','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978c547c42836280c9cce939db',5,'roles/01a21997-8bfe-7a7d-8c61-6f29380aab04/01a21997-8c29-7ffc-9cac-6d23403295b3',1,'role_given',1,'2026-11-26 20:41:31.988031','2026-11-26 20:41:31.988031','UTC','synthetic','','cyd is approver','{"role":"approver","user":"01a21997-8c29-7ffc-9cac-6d23403295b3"}','5ad879dc9d6185e8d77e45a4a7782347578a84e9731cca6c076fd39b8329bb64','60076ef2bc3fb6c1b5d3f50aa23b19f54094662c43832c6679cf969a1fe2f7b4','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978c5b7b90a68d34a66e549095',6,'roles/01a21997-8bfe-7a7d-8c61-6f29380aab04/01a21997-8c19-73fe-9b2e-a0b927e56ba3',3,'role_withdrawn',1,'2026-11-26 20:41:31.994833','2026-11-26 20:41:31.994833','UTC','synthetic','works elsewhere now','no planner','{"role":"planner","user":"01a21997-8c19-73fe-9b2e-a0b927e56ba3"}','60076ef2bc3fb6c1b5d3f50aa23b19f54094662c43832c6679cf969a1fe2f7b4','9cb388ab81f43a26bc3f3ada6033436ae1f8dc89d47e435f312b91ebb2569fe6','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978c6771e29498098e679d647d',7,'roles/01a21997-8bfe-7a7d-8c61-6f29380aab04/01a21997-8c21-771b-9e7b-4d6fcd460006',2,'link_given',1,'2026-11-26 20:41:32.006720','2026-11-26 20:41:32.006720','UTC','synthetic','','a link for ben','{"user":"01a21997-8c21-771b-9e7b-4d6fcd460006"}','9cb388ab81f43a26bc3f3ada6033436ae1f8dc89d47e435f312b91ebb2569fe6','70ad98a92e24e541342b439a2c04697b9fe54543aebb2f17dfc830b3315349eb','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978c6f749fa542e4f23b1121a8',2,'roles/01a21997-8c0d-757d-9105-fb044b1df0c3/01a21997-8c19-73fe-9b2e-a0b927e56ba3',1,'role_given',1,'2026-11-26 20:41:32.014444','2026-11-26 20:41:32.014444','UTC','synthetic','','ada is administrator','{"role":"administrator","user":"01a21997-8c19-73fe-9b2e-a0b927e56ba3"}','85d9e8a82185d6ce613ff014845cc910f9b0034d7fbea1123af7ebb477dbba30','4680af245120656048167d2b6dda541c18b04c6239174793c9354b12b35826b5','01a219978c0d757d9105fb044b1df0c3');
INSERT INTO "book_event" VALUES('01a219978c727a758f18305b9e1eaeb0',3,'roles/01a21997-8c0d-757d-9105-fb044b1df0c3/01a21997-8c19-73fe-9b2e-a0b927e56ba3',2,'role_given',1,'2026-11-26 20:41:32.017459','2026-11-26 20:41:32.017459','UTC','synthetic','','ada is planner','{"role":"planner","user":"01a21997-8c19-73fe-9b2e-a0b927e56ba3"}','4680af245120656048167d2b6dda541c18b04c6239174793c9354b12b35826b5','b458de4d2921abc267232367f650a8de0b72a240ef5b146e90efa15a05e8f5c2','01a219978c0d757d9105fb044b1df0c3');
INSERT INTO "book_event" VALUES('01a219978c7678eba5dcaf14e998e049',4,'roles/01a21997-8c0d-757d-9105-fb044b1df0c3/01a21997-8c21-771b-9e7b-4d6fcd460006',1,'role_given',1,'2026-11-26 20:41:32.022298','2026-11-26 20:41:32.022298','UTC','synthetic','','ben is focal_point','{"role":"focal_point","user":"01a21997-8c21-771b-9e7b-4d6fcd460006"}','b458de4d2921abc267232367f650a8de0b72a240ef5b146e90efa15a05e8f5c2','d3443ca25088f8c2d0654c7d6da1a083c978b71809405ce00e0f68ec5dc2a6e6','01a219978c0d757d9105fb044b1df0c3');
INSERT INTO "book_event" VALUES('01a219978c877b439246933e56af299f',5,'roles/01a21997-8c0d-757d-9105-fb044b1df0c3/01a21997-8c29-7ffc-9cac-6d23403295b3',1,'role_given',1,'2026-11-26 20:41:32.039033','2026-11-26 20:41:32.039033','UTC','synthetic','','cyd is approver','{"role":"approver","user":"01a21997-8c29-7ffc-9cac-6d23403295b3"}','d3443ca25088f8c2d0654c7d6da1a083c978b71809405ce00e0f68ec5dc2a6e6','9cf99f4a7ea728cd05cc5badccef3387790564d7e09ea5f38bb3602bd9af1f5c','01a219978c0d757d9105fb044b1df0c3');
INSERT INTO "book_event" VALUES('01a219978c93760399f5f1ad2974c1ba',6,'roles/01a21997-8c0d-757d-9105-fb044b1df0c3/01a21997-8c19-73fe-9b2e-a0b927e56ba3',3,'role_withdrawn',1,'2026-11-26 20:41:32.050632','2026-11-26 20:41:32.050632','UTC','synthetic','works elsewhere now','no planner','{"role":"planner","user":"01a21997-8c19-73fe-9b2e-a0b927e56ba3"}','9cf99f4a7ea728cd05cc5badccef3387790564d7e09ea5f38bb3602bd9af1f5c','3372725c4de8d240fe1ea67350a44ac09b8e202c897962b87223f294e3134563','01a219978c0d757d9105fb044b1df0c3');
INSERT INTO "book_event" VALUES('01a219978c9f7768965fdaa59bedeb88',7,'roles/01a21997-8c0d-757d-9105-fb044b1df0c3/01a21997-8c21-771b-9e7b-4d6fcd460006',2,'link_given',1,'2026-11-26 20:41:32.062609','2026-11-26 20:41:32.062609','UTC','synthetic','','a link for ben','{"user":"01a21997-8c21-771b-9e7b-4d6fcd460006"}','3372725c4de8d240fe1ea67350a44ac09b8e202c897962b87223f294e3134563','ba9c3a84d76d62681fa82815df01cfe26221b899e86beae743b49d7097d16eaa','01a219978c0d757d9105fb044b1df0c3');
INSERT INTO "book_event" VALUES('01a219978f057a04805e65989c12b462',8,'plan/01a21911-0000-7000-8000-000000000007',1,'plan_opened',1,'2026-11-26 20:41:32.671911','2026-11-26 20:41:32.671911','UTC','01a21997-8c19-73fe-9b2e-a0b927e56ba3','','plan','{"country":"JOR","name":"A stated package","text":"name = \"Jordan: a stated package\"\ncountry = \"JOR\"\nstart = 2028-01-01\nyears = 10\ndraws = 256\nseed = 1\n\n[[intervention]]\nid = \"chairs_amman\"\nkind = \"add_chairs\"\nbegins = 2028-01-01\ncentre = \"hypothetical:amman\"\nadds = { chair = 2 }\n\n[[intervention]]\nid = \"maintenance_amman\"\nkind = \"maintenance_contract\"\nbegins = 2028-01-01\ncentre = \"hypothetical:amman\"\n\n[[intervention]]\nid = \"power_amman\"\nkind = \"backup_power\"\nbegins = 2028-01-01\ncentre = \"hypothetical:amman\"\n\n[[intervention]]\nid = \"licence_irbid\"\nkind = \"site_licence\"\nbegins = 2028-01-01\ncentre = \"irbid_centre\"\n\n[[intervention]]\nid = \"permit_irbid\"\nkind = \"source_import_permit\"\nbegins = 2028-01-01\ncentre = \"irbid_centre\"\n\n[[intervention]]\nid = \"team_irbid\"\nkind = \"train_staff\"\nbegins = 2028-01-01\ncentre = \"irbid_centre\"\nadds = { physician = 1, physicist = 1, radiopharmacist = 1, technologist = 2, nurse = 2 }\n\n[[intervention]]\nid = \"open_irbid\"\nkind = \"open_centre\"\nbegins = 2028-01-01\ncentre = \"irbid_centre\"\ntown = \"Irbid\"\nsector = \"public\"\nadds = { chair = 2, spect = 1 }\n\n[[intervention]]\nid = \"lodging\"\nkind = \"lodging\"\nbegins = 2028-01-01\n\n[[intervention]]\nid = \"referral_training\"\nkind = \"referral_training\"\nbegins = 2028-01-01\n\n[[intervention]]\nid = \"patient_education\"\nkind = \"patient_education\"\nbegins = 2028-01-01\n\n[[intervention]]\nid = \"telemedicine_board\"\nkind = \"telemedicine_board\"\nbegins = 2028-01-01\n\n[[intervention]]\nid = \"travel_vouchers\"\nkind = \"travel_vouchers\"\nbegins = 2028-01-01\n\n[[intervention]]\nid = \"fee_subsidy\"\nkind = \"fee_subsidy\"\nbegins = 2028-01-01\n\n[[onward]]\nfrom = \"irbid_centre\"\nto = \"hypothetical:amman\"\nshare_per_week = 0.25\n","what":"begun with the stated package"}','70ad98a92e24e541342b439a2c04697b9fe54543aebb2f17dfc830b3315349eb','beb5d364101130fe5a243652ce32131f21de8cdef772175c1cf83a066ef45e1a','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978f12769da1cd52cd3871ac0f',9,'plan/01a21911-0000-7000-8000-000000000007',2,'plan_changed',1,'2026-11-26 20:41:32.689614','2026-11-26 20:41:32.689614','UTC','01a21997-8c19-73fe-9b2e-a0b927e56ba3','','plan 2','{"name":"Another name","text":"name = \"Jordan: a stated package\"\ncountry = \"JOR\"\nstart = 2028-01-01\nyears = 10\ndraws = 256\nseed = 1\n\n[[intervention]]\nid = \"chairs_amman\"\nkind = \"add_chairs\"\nbegins = 2028-01-01\ncentre = \"hypothetical:amman\"\nadds = { chair = 2 }\n\n[[intervention]]\nid = \"maintenance_amman\"\nkind = \"maintenance_contract\"\nbegins = 2028-01-01\ncentre = \"hypothetical:amman\"\n\n[[intervention]]\nid = \"power_amman\"\nkind = \"backup_power\"\nbegins = 2028-01-01\ncentre = \"hypothetical:amman\"\n\n[[intervention]]\nid = \"licence_irbid\"\nkind = \"site_licence\"\nbegins = 2028-01-01\ncentre = \"irbid_centre\"\n\n[[intervention]]\nid = \"permit_irbid\"\nkind = \"source_import_permit\"\nbegins = 2028-01-01\ncentre = \"irbid_centre\"\n\n[[intervention]]\nid = \"team_irbid\"\nkind = \"train_staff\"\nbegins = 2028-01-01\ncentre = \"irbid_centre\"\nadds = { physician = 1, physicist = 1, radiopharmacist = 1, technologist = 2, nurse = 2 }\n\n[[intervention]]\nid = \"open_irbid\"\nkind = \"open_centre\"\nbegins = 2028-01-01\ncentre = \"irbid_centre\"\ntown = \"Irbid\"\nsector = \"public\"\nadds = { chair = 2, spect = 1 }\n\n[[intervention]]\nid = \"lodging\"\nkind = \"lodging\"\nbegins = 2028-01-01\n\n[[intervention]]\nid = \"referral_training\"\nkind = \"referral_training\"\nbegins = 2028-01-01\n\n[[intervention]]\nid = \"patient_education\"\nkind = \"patient_education\"\nbegins = 2028-01-01\n\n[[intervention]]\nid = \"telemedicine_board\"\nkind = \"telemedicine_board\"\nbegins = 2028-01-01\n\n[[intervention]]\nid = \"travel_vouchers\"\nkind = \"travel_vouchers\"\nbegins = 2028-01-01\n\n[[intervention]]\nid = \"fee_subsidy\"\nkind = \"fee_subsidy\"\nbegins = 2028-01-01\n\n[[onward]]\nfrom = \"irbid_centre\"\nto = \"hypothetical:amman\"\nshare_per_week = 0.25\n","what":"renamed"}','beb5d364101130fe5a243652ce32131f21de8cdef772175c1cf83a066ef45e1a','fd8b96c8956c0b7f2cebafdc25406edb44c73f591785e64c1156276cd5a18222','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978f207a2ab4cedd5302624830',10,'plan/01a21911-0000-7000-8000-000000000007',3,'plan_frozen',1,'2026-11-26 20:41:32.703466','2026-11-26 20:41:32.703466','UTC','01a21997-8c19-73fe-9b2e-a0b927e56ba3','shown to the minister','plan 3','{"number":1}','fd8b96c8956c0b7f2cebafdc25406edb44c73f591785e64c1156276cd5a18222','c877078aa73f82aca1ce4391b69560a1a7fc9e47871f485f228357abaa0b38ef','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978f2a77bf92b12be32aed3535',11,'figure/JOR/country.equipment.pet',1,'figure_proposed',1,'2026-11-26 20:41:32.713716','2026-11-26 20:41:32.713716','UTC','01a21997-8c21-771b-9e7b-4d6fcd460006','new count','figure 0','{"fact":"country.equipment.pet","iso3":"JOR","link":"","source":"Synthetic count","state":"reported","value":12.0,"year":2025}','c877078aa73f82aca1ce4391b69560a1a7fc9e47871f485f228357abaa0b38ef','b158e691da9b992b938ddfe78e05fdaac0d1281c1a8afe5c22f852cc5316bb4b','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978f3d7969a961c5dc2c40cb4d',12,'figure/JOR/country.equipment.pet',2,'figure_accepted',1,'2026-11-26 20:41:32.732802','2026-11-26 20:41:32.732802','UTC','01a21997-8c29-7ffc-9cac-6d23403295b3','read in the source','decided 0','{"proposal":"01a21997-8f2a-77bf-92b1-2be32aed3535"}','b158e691da9b992b938ddfe78e05fdaac0d1281c1a8afe5c22f852cc5316bb4b','e72575323544e329ae3217105412e20e1c2355f5fc29e884162a2db62c5a3070','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978f457318a95694ff711c286d',13,'figure/JOR/country.equipment.pet',3,'figure_proposed',1,'2026-11-26 20:41:32.740073','2026-11-26 20:41:32.740073','UTC','01a21997-8c21-771b-9e7b-4d6fcd460006','new count','figure 1','{"fact":"country.equipment.pet","iso3":"JOR","link":"","source":"Synthetic count","state":"reported","value":13.0,"year":2025}','e72575323544e329ae3217105412e20e1c2355f5fc29e884162a2db62c5a3070','30a9f29191d29ea89cc493e1f93ba4c50b27be825cc93fc095a87f5a9110dba9','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978f4b7b7abac201ec75111704',14,'figure/JOR/country.equipment.pet',4,'figure_refused',1,'2026-11-26 20:41:32.746493','2026-11-26 20:41:32.746493','UTC','01a21997-8c29-7ffc-9cac-6d23403295b3','read in the source','decided 1','{"proposal":"01a21997-8f45-7318-a956-94ff711c286d"}','30a9f29191d29ea89cc493e1f93ba4c50b27be825cc93fc095a87f5a9110dba9','0562ab2195e6e7a1501ce188ff40aefda57ee6a2d48716f75fe16e80c99b4e1a','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978f4f7d5c81aaf326004d32a5',15,'figure/JOR/country.equipment.pet',5,'figure_proposed',1,'2026-11-26 20:41:32.751087','2026-11-26 20:41:32.751087','UTC','01a21997-8c21-771b-9e7b-4d6fcd460006','new count','figure 2','{"fact":"country.equipment.pet","iso3":"JOR","link":"","source":"Synthetic count","state":"reported","value":14.0,"year":2025}','0562ab2195e6e7a1501ce188ff40aefda57ee6a2d48716f75fe16e80c99b4e1a','8dd90d40ab4c59b79888aa01f6f544958a3aa44674b1ea2372d1bd7ac36ca2cb','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978f6774fb908b16832b8b90b1',16,'centre/JOR/synthetic',1,'centre_proposed',1,'2026-11-26 20:41:32.773538','2026-11-26 20:41:32.773538','UTC','01a21997-8c21-771b-9e7b-4d6fcd460006','new centre','centre 0','{"centre":"synthetic","iso3":"JOR","said":{"centre":"synthetic","equipment":{"pet":1,"spect":null},"link":"","name":"Synthetic centre 0","practises":true,"sector":"public","services":["pet"],"source":"Synthetic count","therapies":[],"town":"Irbid","year":2025}}','8dd90d40ab4c59b79888aa01f6f544958a3aa44674b1ea2372d1bd7ac36ca2cb','8d38c19749d4d341226ffb0f039aba0766d535f7536d08be3a556915af9802bc','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978f847e4dabda774f2c07f0ca',17,'centre/JOR/synthetic',2,'centre_accepted',1,'2026-11-26 20:41:32.800921','2026-11-26 20:41:32.800921','UTC','01a21997-8c29-7ffc-9cac-6d23403295b3','known','centre decided 0','{"proposal":"01a21997-8f67-74fb-908b-16832b8b90b1"}','8d38c19749d4d341226ffb0f039aba0766d535f7536d08be3a556915af9802bc','95004dd1febb4bdf30bd3509b11497615a54fd7a071c8d8f9a03b9c8dbdee322','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978f8f7d1087b5be76ddd63651',18,'centre/JOR/synthetic',3,'centre_proposed',1,'2026-11-26 20:41:32.814919','2026-11-26 20:41:32.814919','UTC','01a21997-8c21-771b-9e7b-4d6fcd460006','new centre','centre 1','{"centre":"synthetic","iso3":"JOR","said":{"centre":"synthetic","equipment":{"pet":1,"spect":null},"link":"","name":"Synthetic centre 1","practises":true,"sector":"public","services":["pet"],"source":"Synthetic count","therapies":[],"town":"Irbid","year":2025}}','95004dd1febb4bdf30bd3509b11497615a54fd7a071c8d8f9a03b9c8dbdee322','a38ea290cb80e3574065c68598be9af19c608903b694e522a49cf031f8de85b9','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978fa07ad5994f6ed0058dbc4e',19,'centre/JOR/synthetic',4,'centre_refused',1,'2026-11-26 20:41:32.831247','2026-11-26 20:41:32.831247','UTC','01a21997-8c29-7ffc-9cac-6d23403295b3','known','centre decided 1','{"proposal":"01a21997-8f8f-7d10-87b5-be76ddd63651"}','a38ea290cb80e3574065c68598be9af19c608903b694e522a49cf031f8de85b9','056079010e444d6e0500c852970105cc7e28567e8ad8d3dfc2a567ffdb266416','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978fb2710a8c570d1d559c4b1a',20,'token/d0a8157e-4f05-5781-b491-53e73c723003/01a21997-8bfe-7a7d-8c61-6f29380aab04',1,'token_made',1,'2026-11-26 20:41:32.850085','2026-11-26 20:41:32.850085','UTC','01a21997-8c19-73fe-9b2e-a0b927e56ba3','','00000000-0000-0000-0000-000000000001','{"digest":"04a0243b388f47582a79872a4090aadf392b79c72d810e57d69ab5f4605fd1d3","expires":"2027-09-22T20:41:32.843391+00:00","made":"2026-11-26T20:41:32.843514+00:00","name":"program 1","scopes":["read"],"user":"01a21997-8c19-73fe-9b2e-a0b927e56ba3"}','056079010e444d6e0500c852970105cc7e28567e8ad8d3dfc2a567ffdb266416','6d57df1dcff5286756ef17fbdb54955dd686bfdd6d8eb48a34cb9e5acfca21fb','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978fba7e5e9d89f2e6f6dce798',8,'token/d0a8157e-4f05-5781-b491-53e73c723003/01a21997-8c0d-757d-9105-fb044b1df0c3',1,'token_made',1,'2026-11-26 20:41:32.858125','2026-11-26 20:41:32.858125','UTC','01a21997-8c19-73fe-9b2e-a0b927e56ba3','','00000000-0000-0000-0000-000000000001','{"digest":"04a0243b388f47582a79872a4090aadf392b79c72d810e57d69ab5f4605fd1d3","expires":"2027-09-22T20:41:32.843391+00:00","made":"2026-11-26T20:41:32.843514+00:00","name":"program 1","scopes":["read"],"user":"01a21997-8c19-73fe-9b2e-a0b927e56ba3"}','ba9c3a84d76d62681fa82815df01cfe26221b899e86beae743b49d7097d16eaa','711fd13c8150be6a28430da9d306a0b759307ca661b25b674961e19b2c1eb68f','01a219978c0d757d9105fb044b1df0c3');
INSERT INTO "book_event" VALUES('01a219978fcd7492b7b1c465d32d911c',21,'token/7d206b0b-ddce-54b9-a208-62ed65822cbb/01a21997-8bfe-7a7d-8c61-6f29380aab04',1,'token_made',1,'2026-11-26 20:41:32.874871','2026-11-26 20:41:32.874871','UTC','01a21997-8c19-73fe-9b2e-a0b927e56ba3','','00000000-0000-0000-0000-000000000002','{"digest":"02f503a90cd67d789d35a7732406a013b5a965b948852e686525f62a6a02c2d5","expires":"2027-09-22T20:41:32.843391+00:00","made":"2026-11-26T20:41:32.872754+00:00","name":"program 2","scopes":["read"],"user":"01a21997-8c19-73fe-9b2e-a0b927e56ba3"}','6d57df1dcff5286756ef17fbdb54955dd686bfdd6d8eb48a34cb9e5acfca21fb','d6abbc38e858f41c764d8269351fee4175c4ebbe22baeb3cbad146a92ba030fd','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978fd0787f9d913b31ee9ee724',9,'token/7d206b0b-ddce-54b9-a208-62ed65822cbb/01a21997-8c0d-757d-9105-fb044b1df0c3',1,'token_made',1,'2026-11-26 20:41:32.879923','2026-11-26 20:41:32.879923','UTC','01a21997-8c19-73fe-9b2e-a0b927e56ba3','','00000000-0000-0000-0000-000000000002','{"digest":"02f503a90cd67d789d35a7732406a013b5a965b948852e686525f62a6a02c2d5","expires":"2027-09-22T20:41:32.843391+00:00","made":"2026-11-26T20:41:32.872754+00:00","name":"program 2","scopes":["read"],"user":"01a21997-8c19-73fe-9b2e-a0b927e56ba3"}','711fd13c8150be6a28430da9d306a0b759307ca661b25b674961e19b2c1eb68f','848bd2f8de7222c5608db338ee3a3370ca5fe6d2b7116017fb941205c9847cd7','01a219978c0d757d9105fb044b1df0c3');
INSERT INTO "book_event" VALUES('01a219978ff5744eb953dde7842109f3',22,'token/7d206b0b-ddce-54b9-a208-62ed65822cbb/01a21997-8bfe-7a7d-8c61-6f29380aab04',2,'token_revoked',1,'2026-11-26 20:41:32.904375','2026-11-26 20:41:32.904375','UTC','01a21997-8c19-73fe-9b2e-a0b927e56ba3','','01a21997-8fe6-71f0-bb1f-3303c4d9a69c','{}','d6abbc38e858f41c764d8269351fee4175c4ebbe22baeb3cbad146a92ba030fd','6a03e5efd30f94171f4e14b24a078392c39041ff178c770e546173eeb879b6d1','01a219978bfe7a7d8c616f29380aab04');
INSERT INTO "book_event" VALUES('01a219978ff776d2b4e603cc16cf3aa2',10,'token/7d206b0b-ddce-54b9-a208-62ed65822cbb/01a21997-8c0d-757d-9105-fb044b1df0c3',2,'token_revoked',1,'2026-11-26 20:41:32.919080','2026-11-26 20:41:32.919080','UTC','01a21997-8c19-73fe-9b2e-a0b927e56ba3','','01a21997-8fe6-71f0-bb1f-3303c4d9a69c','{}','848bd2f8de7222c5608db338ee3a3370ca5fe6d2b7116017fb941205c9847cd7','a7a4a6c0814376be544447485e52cbf0d7c0c3d1cd09c234c81b89bf0702eb00','01a219978c0d757d9105fb044b1df0c3');
CREATE TABLE "book_site" ("id" char(32) NOT NULL PRIMARY KEY, "code" varchar(24) NOT NULL UNIQUE, "name" varchar(200) NOT NULL, "country" varchar(3) NOT NULL, "opened" datetime NOT NULL);
INSERT INTO "book_site" VALUES('01a219978bfe7a7d8c616f29380aab04','first','Synthetic first','JOR','2026-11-26 20:41:31.901884');
INSERT INTO "book_site" VALUES('01a219978c0d757d9105fb044b1df0c3','second','Synthetic second','JOR','2026-11-26 20:41:31.917272');
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
INSERT INTO "django_content_type" VALUES(1,'atlas','arrival');
INSERT INTO "django_content_type" VALUES(2,'atlas','centreproposal');
INSERT INTO "django_content_type" VALUES(3,'atlas','proposal');
INSERT INTO "django_content_type" VALUES(4,'atlas','training');
INSERT INTO "django_content_type" VALUES(5,'atlas','heldcentre');
INSERT INTO "django_content_type" VALUES(6,'atlas','figure');
INSERT INTO "django_content_type" VALUES(7,'jobs','job');
INSERT INTO "django_content_type" VALUES(8,'plans','plan');
INSERT INTO "django_content_type" VALUES(9,'plans','version');
INSERT INTO "django_content_type" VALUES(10,'api','token');
INSERT INTO "django_content_type" VALUES(11,'auth','permission');
INSERT INTO "django_content_type" VALUES(12,'auth','group');
INSERT INTO "django_content_type" VALUES(13,'contenttypes','contenttype');
INSERT INTO "django_content_type" VALUES(14,'sessions','session');
INSERT INTO "django_content_type" VALUES(15,'account','emailaddress');
INSERT INTO "django_content_type" VALUES(16,'account','emailconfirmation');
INSERT INTO "django_content_type" VALUES(17,'mfa','authenticator');
INSERT INTO "django_content_type" VALUES(18,'axes','accessattempt');
INSERT INTO "django_content_type" VALUES(19,'axes','accesslog');
INSERT INTO "django_content_type" VALUES(20,'axes','accessfailurelog');
INSERT INTO "django_content_type" VALUES(21,'axes','accessattemptexpiration');
INSERT INTO "django_content_type" VALUES(22,'django_tasks_database','dbtaskresult');
INSERT INTO "django_content_type" VALUES(23,'book','site');
INSERT INTO "django_content_type" VALUES(24,'book','event');
INSERT INTO "django_content_type" VALUES(25,'accounts','user');
INSERT INTO "django_content_type" VALUES(26,'accounts','link');
INSERT INTO "django_content_type" VALUES(27,'accounts','membership');
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO "django_migrations" VALUES(1,'book','0001_initial','2026-11-26 20:41:30.257737');
INSERT INTO "django_migrations" VALUES(2,'contenttypes','0001_initial','2026-11-26 20:41:30.263035');
INSERT INTO "django_migrations" VALUES(3,'contenttypes','0002_remove_content_type_name','2026-11-26 20:41:30.277460');
INSERT INTO "django_migrations" VALUES(4,'auth','0001_initial','2026-11-26 20:41:30.309488');
INSERT INTO "django_migrations" VALUES(5,'auth','0002_alter_permission_name_max_length','2026-11-26 20:41:30.322368');
INSERT INTO "django_migrations" VALUES(6,'auth','0003_alter_user_email_max_length','2026-11-26 20:41:30.328196');
INSERT INTO "django_migrations" VALUES(7,'auth','0004_alter_user_username_opts','2026-11-26 20:41:30.340823');
INSERT INTO "django_migrations" VALUES(8,'auth','0005_alter_user_last_login_null','2026-11-26 20:41:30.358034');
INSERT INTO "django_migrations" VALUES(9,'auth','0006_require_contenttypes_0002','2026-11-26 20:41:30.361448');
INSERT INTO "django_migrations" VALUES(10,'auth','0007_alter_validators_add_error_messages','2026-11-26 20:41:30.366893');
INSERT INTO "django_migrations" VALUES(11,'auth','0008_alter_user_username_max_length','2026-11-26 20:41:30.376023');
INSERT INTO "django_migrations" VALUES(12,'auth','0009_alter_user_last_name_max_length','2026-11-26 20:41:30.392317');
INSERT INTO "django_migrations" VALUES(13,'auth','0010_alter_group_name_max_length','2026-11-26 20:41:30.403780');
INSERT INTO "django_migrations" VALUES(14,'auth','0011_update_proxy_permissions','2026-11-26 20:41:30.412817');
INSERT INTO "django_migrations" VALUES(15,'auth','0012_alter_user_first_name_max_length','2026-11-26 20:41:30.427106');
INSERT INTO "django_migrations" VALUES(16,'accounts','0001_initial','2026-11-26 20:41:30.457473');
INSERT INTO "django_migrations" VALUES(17,'account','0001_initial','2026-11-26 20:41:30.501379');
INSERT INTO "django_migrations" VALUES(18,'account','0002_email_max_length','2026-11-26 20:41:30.517994');
INSERT INTO "django_migrations" VALUES(19,'account','0003_alter_emailaddress_create_unique_verified_email','2026-11-26 20:41:30.533316');
INSERT INTO "django_migrations" VALUES(20,'account','0004_alter_emailaddress_drop_unique_email','2026-11-26 20:41:30.543610');
INSERT INTO "django_migrations" VALUES(21,'account','0005_emailaddress_idx_upper_email','2026-11-26 20:41:30.551906');
INSERT INTO "django_migrations" VALUES(22,'account','0006_emailaddress_lower','2026-11-26 20:41:30.567960');
INSERT INTO "django_migrations" VALUES(23,'account','0007_emailaddress_idx_email','2026-11-26 20:41:30.607318');
INSERT INTO "django_migrations" VALUES(24,'account','0008_emailaddress_unique_primary_email_fixup','2026-11-26 20:41:30.625492');
INSERT INTO "django_migrations" VALUES(25,'account','0009_emailaddress_unique_primary_email','2026-11-26 20:41:30.638560');
INSERT INTO "django_migrations" VALUES(26,'api','0001_initial','2026-11-26 20:41:30.661417');
INSERT INTO "django_migrations" VALUES(27,'atlas','0001_initial','2026-11-26 20:41:30.724842');
INSERT INTO "django_migrations" VALUES(28,'axes','0001_initial','2026-11-26 20:41:30.728437');
INSERT INTO "django_migrations" VALUES(29,'axes','0002_auto_20151217_2044','2026-11-26 20:41:30.772889');
INSERT INTO "django_migrations" VALUES(30,'axes','0003_auto_20160322_0929','2026-11-26 20:41:30.790336');
INSERT INTO "django_migrations" VALUES(31,'axes','0004_auto_20181024_1538','2026-11-26 20:41:30.804903');
INSERT INTO "django_migrations" VALUES(32,'axes','0005_remove_accessattempt_trusted','2026-11-26 20:41:30.822443');
INSERT INTO "django_migrations" VALUES(33,'axes','0006_remove_accesslog_trusted','2026-11-26 20:41:30.829575');
INSERT INTO "django_migrations" VALUES(34,'axes','0007_alter_accessattempt_unique_together','2026-11-26 20:41:30.917908');
INSERT INTO "django_migrations" VALUES(35,'axes','0008_accessfailurelog','2026-11-26 20:41:30.928391');
INSERT INTO "django_migrations" VALUES(36,'axes','0009_add_session_hash','2026-11-26 20:41:30.933273');
INSERT INTO "django_migrations" VALUES(37,'axes','0010_accessattemptexpiration','2026-11-26 20:41:30.942237');
INSERT INTO "django_migrations" VALUES(38,'django_tasks_database','0001_initial','2026-11-26 20:41:30.951402');
INSERT INTO "django_migrations" VALUES(39,'django_tasks_database','0002_alter_dbtaskresult_options','2026-11-26 20:41:30.955699');
INSERT INTO "django_migrations" VALUES(40,'django_tasks_database','0003_dbtaskresult_enqueued_at_dbtaskresult_finished_at','2026-11-26 20:41:30.969744');
INSERT INTO "django_migrations" VALUES(41,'django_tasks_database','0004_dbtaskresult_started_at','2026-11-26 20:41:30.983963');
INSERT INTO "django_migrations" VALUES(42,'django_tasks_database','0005_alter_dbtaskresult_priority_and_more','2026-11-26 20:41:31.007363');
INSERT INTO "django_migrations" VALUES(43,'django_tasks_database','0006_alter_dbtaskresult_args_kwargs_and_more','2026-11-26 20:41:31.039527');
INSERT INTO "django_migrations" VALUES(44,'django_tasks_database','0007_add_separate_results_fields','2026-11-26 20:41:31.053770');
INSERT INTO "django_migrations" VALUES(45,'django_tasks_database','0008_separate_results_field','2026-11-26 20:41:31.087865');
INSERT INTO "django_migrations" VALUES(46,'django_tasks_database','0009_remove_results_field','2026-11-26 20:41:31.100301');
INSERT INTO "django_migrations" VALUES(47,'django_tasks_database','0010_alter_dbtaskresult_status','2026-11-26 20:41:31.112153');
INSERT INTO "django_migrations" VALUES(48,'django_tasks_database','0011_rename_complete_status','2026-11-26 20:41:31.150525');
INSERT INTO "django_migrations" VALUES(49,'django_tasks_database','0012_add_separate_exception_fields','2026-11-26 20:41:31.171892');
INSERT INTO "django_migrations" VALUES(50,'django_tasks_database','0013_separate_exception_fields','2026-11-26 20:41:31.225809');
INSERT INTO "django_migrations" VALUES(51,'django_tasks_database','0014_remove_dbtaskresult_exception_data','2026-11-26 20:41:31.240531');
INSERT INTO "django_migrations" VALUES(52,'django_tasks_database','0015_correctly_order_run_after','2026-11-26 20:41:31.255306');
INSERT INTO "django_migrations" VALUES(53,'django_tasks_database','0016_remove_dbtaskresult_django_task_new_ordering_idx_and_more','2026-11-26 20:41:31.321693');
INSERT INTO "django_migrations" VALUES(54,'django_tasks_database','0017_dbtaskresult_metadata','2026-11-26 20:41:31.343276');
INSERT INTO "django_migrations" VALUES(55,'django_tasks_database','0018_rename_succeeded_status','2026-11-26 20:41:31.365403');
INSERT INTO "django_migrations" VALUES(56,'django_tasks_database','0019_rename_django_task_new_ordering_idx_tasks_db_new_ordering_idx_and_more','2026-11-26 20:41:31.409801');
INSERT INTO "django_migrations" VALUES(57,'django_tasks_database','0020_update_db_task_result_ordering','2026-11-26 20:41:31.434863');
INSERT INTO "django_migrations" VALUES(58,'django_tasks_database','0021_conditional_partial_index_ordering','2026-11-26 20:41:31.443631');
INSERT INTO "django_migrations" VALUES(59,'jobs','0001_initial','2026-11-26 20:41:31.482572');
INSERT INTO "django_migrations" VALUES(60,'mfa','0001_initial','2026-11-26 20:41:31.521096');
INSERT INTO "django_migrations" VALUES(61,'mfa','0002_authenticator_timestamps','2026-11-26 20:41:31.559782');
INSERT INTO "django_migrations" VALUES(62,'mfa','0003_authenticator_type_uniq','2026-11-26 20:41:31.607564');
INSERT INTO "django_migrations" VALUES(63,'plans','0001_initial','2026-11-26 20:41:31.665590');
INSERT INTO "django_migrations" VALUES(64,'sessions','0001_initial','2026-11-26 20:41:31.693444');
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE TABLE "django_tasks_database_dbtaskresult" ("id" char(32) NOT NULL PRIMARY KEY, "args_kwargs" text NOT NULL CHECK ((JSON_VALID("args_kwargs") OR "args_kwargs" IS NULL)), "priority" integer NOT NULL, "task_path" text NOT NULL, "queue_name" varchar(32) NOT NULL, "backend_name" varchar(32) NOT NULL, "run_after" datetime NOT NULL, "enqueued_at" datetime NOT NULL, "finished_at" datetime NULL, "started_at" datetime NULL, "return_value" text NULL CHECK ((JSON_VALID("return_value") OR "return_value" IS NULL)), "exception_class_path" text NOT NULL, "traceback" text NOT NULL, "worker_ids" text NOT NULL CHECK ((JSON_VALID("worker_ids") OR "worker_ids" IS NULL)), "status" varchar(10) NOT NULL, CONSTRAINT "priority_range" CHECK ("priority" BETWEEN -100 AND 100));
CREATE TABLE "jobs_job" ("id" char(32) NOT NULL PRIMARY KEY, "key" varchar(80) NOT NULL, "about" varchar(80) NOT NULL, "title" varchar(200) NOT NULL, "kind" varchar(30) NOT NULL, "inputs" text NOT NULL CHECK ((JSON_VALID("inputs") OR "inputs" IS NULL)), "options" text NOT NULL CHECK ((JSON_VALID("options") OR "options" IS NULL)), "state" varchar(10) NOT NULL, "stop_asked" bool NOT NULL, "done" integer NOT NULL, "of" integer NOT NULL, "said" text NOT NULL, "made" datetime NOT NULL, "heard" datetime NULL, "ended" datetime NULL, "by_id" char(32) NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "site_id" char(32) NOT NULL REFERENCES "book_site" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "jobs_one_for_a_key" UNIQUE ("site_id", "key"));
CREATE TABLE "mfa_authenticator" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "type" varchar(20) NOT NULL, "data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)), "user_id" char(32) NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "created_at" datetime NOT NULL, "last_used_at" datetime NULL);
CREATE TABLE "plans_plan" ("id" char(32) NOT NULL PRIMARY KEY, "country" varchar(3) NOT NULL, "name" varchar(200) NOT NULL, "text" text NOT NULL, "version" integer NOT NULL, "changed" datetime NOT NULL, "site_id" char(32) NOT NULL REFERENCES "book_site" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "plans_plan" VALUES('01a21911000070008000000000000007','JOR','Another name','name = "Jordan: a stated package"
country = "JOR"
start = 2028-01-01
years = 10
draws = 256
seed = 1

[[intervention]]
id = "chairs_amman"
kind = "add_chairs"
begins = 2028-01-01
centre = "hypothetical:amman"
adds = { chair = 2 }

[[intervention]]
id = "maintenance_amman"
kind = "maintenance_contract"
begins = 2028-01-01
centre = "hypothetical:amman"

[[intervention]]
id = "power_amman"
kind = "backup_power"
begins = 2028-01-01
centre = "hypothetical:amman"

[[intervention]]
id = "licence_irbid"
kind = "site_licence"
begins = 2028-01-01
centre = "irbid_centre"

[[intervention]]
id = "permit_irbid"
kind = "source_import_permit"
begins = 2028-01-01
centre = "irbid_centre"

[[intervention]]
id = "team_irbid"
kind = "train_staff"
begins = 2028-01-01
centre = "irbid_centre"
adds = { physician = 1, physicist = 1, radiopharmacist = 1, technologist = 2, nurse = 2 }

[[intervention]]
id = "open_irbid"
kind = "open_centre"
begins = 2028-01-01
centre = "irbid_centre"
town = "Irbid"
sector = "public"
adds = { chair = 2, spect = 1 }

[[intervention]]
id = "lodging"
kind = "lodging"
begins = 2028-01-01

[[intervention]]
id = "referral_training"
kind = "referral_training"
begins = 2028-01-01

[[intervention]]
id = "patient_education"
kind = "patient_education"
begins = 2028-01-01

[[intervention]]
id = "telemedicine_board"
kind = "telemedicine_board"
begins = 2028-01-01

[[intervention]]
id = "travel_vouchers"
kind = "travel_vouchers"
begins = 2028-01-01

[[intervention]]
id = "fee_subsidy"
kind = "fee_subsidy"
begins = 2028-01-01

[[onward]]
from = "irbid_centre"
to = "hypothetical:amman"
share_per_week = 0.25
',3,'2026-11-26 20:41:32.703466','01a219978bfe7a7d8c616f29380aab04');
CREATE TABLE "plans_version" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" integer NOT NULL, "text" text NOT NULL, "what" varchar(300) NOT NULL, "by" varchar(64) NOT NULL, "at" datetime NOT NULL, "frozen" integer NULL, "plan_id" char(32) NOT NULL REFERENCES "plans_plan" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "plans_a_version_once" UNIQUE ("plan_id", "number"));
INSERT INTO "plans_version" VALUES(1,1,'name = "Jordan: a stated package"
country = "JOR"
start = 2028-01-01
years = 10
draws = 256
seed = 1

[[intervention]]
id = "chairs_amman"
kind = "add_chairs"
begins = 2028-01-01
centre = "hypothetical:amman"
adds = { chair = 2 }

[[intervention]]
id = "maintenance_amman"
kind = "maintenance_contract"
begins = 2028-01-01
centre = "hypothetical:amman"

[[intervention]]
id = "power_amman"
kind = "backup_power"
begins = 2028-01-01
centre = "hypothetical:amman"

[[intervention]]
id = "licence_irbid"
kind = "site_licence"
begins = 2028-01-01
centre = "irbid_centre"

[[intervention]]
id = "permit_irbid"
kind = "source_import_permit"
begins = 2028-01-01
centre = "irbid_centre"

[[intervention]]
id = "team_irbid"
kind = "train_staff"
begins = 2028-01-01
centre = "irbid_centre"
adds = { physician = 1, physicist = 1, radiopharmacist = 1, technologist = 2, nurse = 2 }

[[intervention]]
id = "open_irbid"
kind = "open_centre"
begins = 2028-01-01
centre = "irbid_centre"
town = "Irbid"
sector = "public"
adds = { chair = 2, spect = 1 }

[[intervention]]
id = "lodging"
kind = "lodging"
begins = 2028-01-01

[[intervention]]
id = "referral_training"
kind = "referral_training"
begins = 2028-01-01

[[intervention]]
id = "patient_education"
kind = "patient_education"
begins = 2028-01-01

[[intervention]]
id = "telemedicine_board"
kind = "telemedicine_board"
begins = 2028-01-01

[[intervention]]
id = "travel_vouchers"
kind = "travel_vouchers"
begins = 2028-01-01

[[intervention]]
id = "fee_subsidy"
kind = "fee_subsidy"
begins = 2028-01-01

[[onward]]
from = "irbid_centre"
to = "hypothetical:amman"
share_per_week = 0.25
','begun with the stated package','01a21997-8c19-73fe-9b2e-a0b927e56ba3','2026-11-26 20:41:32.671911',NULL,'01a21911000070008000000000000007');
INSERT INTO "plans_version" VALUES(2,2,'name = "Jordan: a stated package"
country = "JOR"
start = 2028-01-01
years = 10
draws = 256
seed = 1

[[intervention]]
id = "chairs_amman"
kind = "add_chairs"
begins = 2028-01-01
centre = "hypothetical:amman"
adds = { chair = 2 }

[[intervention]]
id = "maintenance_amman"
kind = "maintenance_contract"
begins = 2028-01-01
centre = "hypothetical:amman"

[[intervention]]
id = "power_amman"
kind = "backup_power"
begins = 2028-01-01
centre = "hypothetical:amman"

[[intervention]]
id = "licence_irbid"
kind = "site_licence"
begins = 2028-01-01
centre = "irbid_centre"

[[intervention]]
id = "permit_irbid"
kind = "source_import_permit"
begins = 2028-01-01
centre = "irbid_centre"

[[intervention]]
id = "team_irbid"
kind = "train_staff"
begins = 2028-01-01
centre = "irbid_centre"
adds = { physician = 1, physicist = 1, radiopharmacist = 1, technologist = 2, nurse = 2 }

[[intervention]]
id = "open_irbid"
kind = "open_centre"
begins = 2028-01-01
centre = "irbid_centre"
town = "Irbid"
sector = "public"
adds = { chair = 2, spect = 1 }

[[intervention]]
id = "lodging"
kind = "lodging"
begins = 2028-01-01

[[intervention]]
id = "referral_training"
kind = "referral_training"
begins = 2028-01-01

[[intervention]]
id = "patient_education"
kind = "patient_education"
begins = 2028-01-01

[[intervention]]
id = "telemedicine_board"
kind = "telemedicine_board"
begins = 2028-01-01

[[intervention]]
id = "travel_vouchers"
kind = "travel_vouchers"
begins = 2028-01-01

[[intervention]]
id = "fee_subsidy"
kind = "fee_subsidy"
begins = 2028-01-01

[[onward]]
from = "irbid_centre"
to = "hypothetical:amman"
share_per_week = 0.25
','renamed','01a21997-8c19-73fe-9b2e-a0b927e56ba3','2026-11-26 20:41:32.689614',NULL,'01a21911000070008000000000000007');
INSERT INTO "plans_version" VALUES(3,3,'name = "Jordan: a stated package"
country = "JOR"
start = 2028-01-01
years = 10
draws = 256
seed = 1

[[intervention]]
id = "chairs_amman"
kind = "add_chairs"
begins = 2028-01-01
centre = "hypothetical:amman"
adds = { chair = 2 }

[[intervention]]
id = "maintenance_amman"
kind = "maintenance_contract"
begins = 2028-01-01
centre = "hypothetical:amman"

[[intervention]]
id = "power_amman"
kind = "backup_power"
begins = 2028-01-01
centre = "hypothetical:amman"

[[intervention]]
id = "licence_irbid"
kind = "site_licence"
begins = 2028-01-01
centre = "irbid_centre"

[[intervention]]
id = "permit_irbid"
kind = "source_import_permit"
begins = 2028-01-01
centre = "irbid_centre"

[[intervention]]
id = "team_irbid"
kind = "train_staff"
begins = 2028-01-01
centre = "irbid_centre"
adds = { physician = 1, physicist = 1, radiopharmacist = 1, technologist = 2, nurse = 2 }

[[intervention]]
id = "open_irbid"
kind = "open_centre"
begins = 2028-01-01
centre = "irbid_centre"
town = "Irbid"
sector = "public"
adds = { chair = 2, spect = 1 }

[[intervention]]
id = "lodging"
kind = "lodging"
begins = 2028-01-01

[[intervention]]
id = "referral_training"
kind = "referral_training"
begins = 2028-01-01

[[intervention]]
id = "patient_education"
kind = "patient_education"
begins = 2028-01-01

[[intervention]]
id = "telemedicine_board"
kind = "telemedicine_board"
begins = 2028-01-01

[[intervention]]
id = "travel_vouchers"
kind = "travel_vouchers"
begins = 2028-01-01

[[intervention]]
id = "fee_subsidy"
kind = "fee_subsidy"
begins = 2028-01-01

[[onward]]
from = "irbid_centre"
to = "hypothetical:amman"
share_per_week = 0.25
','shown to the minister','01a21997-8c19-73fe-9b2e-a0b927e56ba3','2026-11-26 20:41:32.703466',1,'01a21911000070008000000000000007');
CREATE TRIGGER book_event_update BEFORE UPDATE ON book_event BEGIN SELECT RAISE(ABORT, 'rows of the book are never changed or removed'); END;
CREATE TRIGGER book_event_delete BEFORE DELETE ON book_event BEGIN SELECT RAISE(ABORT, 'rows of the book are never changed or removed'); END;
CREATE INDEX "book_event_site_id_82564bb1" ON "book_event" ("site_id");
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE UNIQUE INDEX "accounts_user_groups_user_id_group_id_59c0b32f_uniq" ON "accounts_user_groups" ("user_id", "group_id");
CREATE INDEX "accounts_user_groups_user_id_52b62117" ON "accounts_user_groups" ("user_id");
CREATE INDEX "accounts_user_groups_group_id_bd11a704" ON "accounts_user_groups" ("group_id");
CREATE UNIQUE INDEX "accounts_user_user_permissions_user_id_permission_id_2ab516c2_uniq" ON "accounts_user_user_permissions" ("user_id", "permission_id");
CREATE INDEX "accounts_user_user_permissions_user_id_e4f0a161" ON "accounts_user_user_permissions" ("user_id");
CREATE INDEX "accounts_user_user_permissions_permission_id_113bb443" ON "accounts_user_user_permissions" ("permission_id");
CREATE INDEX "accounts_link_user_id_2355f50a" ON "accounts_link" ("user_id");
CREATE INDEX "accounts_membership_site_id_b83419fb" ON "accounts_membership" ("site_id");
CREATE INDEX "accounts_membership_user_id_487fb39e" ON "accounts_membership" ("user_id");
CREATE INDEX "account_emailconfirmation_email_address_id_5b7f8c58" ON "account_emailconfirmation" ("email_address_id");
CREATE UNIQUE INDEX "account_emailaddress_user_id_email_987c8728_uniq" ON "account_emailaddress" ("user_id", "email");
CREATE UNIQUE INDEX "unique_verified_email" ON "account_emailaddress" ("email") WHERE "verified";
CREATE INDEX "account_emailaddress_user_id_2c513194" ON "account_emailaddress" ("user_id");
CREATE INDEX "account_emailaddress_email_03be32b2" ON "account_emailaddress" ("email");
CREATE UNIQUE INDEX "unique_primary_email" ON "account_emailaddress" ("user_id", "primary") WHERE "primary";
CREATE INDEX "api_token_user_id_b646d2e7" ON "api_token" ("user_id");
CREATE UNIQUE INDEX "api_token_sites_token_id_site_id_9ed9f093_uniq" ON "api_token_sites" ("token_id", "site_id");
CREATE INDEX "api_token_sites_token_id_67a9fc9b" ON "api_token_sites" ("token_id");
CREATE INDEX "api_token_sites_site_id_fe13fc7b" ON "api_token_sites" ("site_id");
CREATE INDEX "atlas_arrival_by_id_f8b41168" ON "atlas_arrival" ("by_id");
CREATE INDEX "atlas_arrival_site_id_efe21a5d" ON "atlas_arrival" ("site_id");
CREATE INDEX "atlas_centreproposal_site_id_90d10c2a" ON "atlas_centreproposal" ("site_id");
CREATE INDEX "atlas_proposal_site_id_4338306b" ON "atlas_proposal" ("site_id");
CREATE INDEX "atlas_training_site_id_2b0e8a24" ON "atlas_training" ("site_id");
CREATE INDEX "atlas_heldcentre_site_id_05001bb8" ON "atlas_heldcentre" ("site_id");
CREATE INDEX "atlas_figure_site_id_8a3826e3" ON "atlas_figure" ("site_id");
CREATE INDEX "axes_accessattempt_user_agent_ad89678b" ON "axes_accessattempt" ("user_agent");
CREATE INDEX "axes_accessattempt_ip_address_10922d9c" ON "axes_accessattempt" ("ip_address");
CREATE INDEX "axes_accessattempt_username_3f2d4ca0" ON "axes_accessattempt" ("username");
CREATE UNIQUE INDEX "axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq" ON "axes_accessattempt" ("username", "ip_address", "user_agent");
CREATE INDEX "axes_accessfailurelog_user_agent_ea145dda" ON "axes_accessfailurelog" ("user_agent");
CREATE INDEX "axes_accessfailurelog_ip_address_2e9f5a7f" ON "axes_accessfailurelog" ("ip_address");
CREATE INDEX "axes_accessfailurelog_username_a8b7e8a4" ON "axes_accessfailurelog" ("username");
CREATE INDEX "axes_accesslog_user_agent_0e659004" ON "axes_accesslog" ("user_agent");
CREATE INDEX "axes_accesslog_ip_address_86b417e5" ON "axes_accesslog" ("ip_address");
CREATE INDEX "axes_accesslog_username_df93064b" ON "axes_accesslog" ("username");
CREATE INDEX "django_task_queue_n_99c321_idx" ON "django_tasks_database_dbtaskresult" ("queue_name");
CREATE INDEX "django_task_backend_071754_idx" ON "django_tasks_database_dbtaskresult" ("backend_name");
CREATE INDEX "tasks_db_new_ordering_idx" ON "django_tasks_database_dbtaskresult" ("status", "priority" DESC, "run_after" ASC, "enqueued_at" ASC) WHERE "status" = 'READY';
CREATE INDEX "jobs_job_about_08c34d1b" ON "jobs_job" ("about");
CREATE INDEX "jobs_job_by_id_0456849d" ON "jobs_job" ("by_id");
CREATE INDEX "jobs_job_site_id_d5788aea" ON "jobs_job" ("site_id");
CREATE INDEX "mfa_authenticator_user_id_0c3a50c0" ON "mfa_authenticator" ("user_id");
CREATE UNIQUE INDEX "unique_authenticator_type" ON "mfa_authenticator" ("user_id", "type") WHERE "type" IN ('totp', 'recovery_codes');
CREATE INDEX "plans_plan_site_id_f74a47b7" ON "plans_plan" ("site_id");
CREATE INDEX "plans_version_plan_id_6c2a6df4" ON "plans_version" ("plan_id");
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('django_migrations',64);
INSERT INTO "sqlite_sequence" VALUES('django_content_type',27);
INSERT INTO "sqlite_sequence" VALUES('auth_permission',108);
INSERT INTO "sqlite_sequence" VALUES('auth_group',0);
INSERT INTO "sqlite_sequence" VALUES('account_emailaddress',0);
INSERT INTO "sqlite_sequence" VALUES('axes_accessattempt',0);
INSERT INTO "sqlite_sequence" VALUES('axes_accesslog',0);
INSERT INTO "sqlite_sequence" VALUES('mfa_authenticator',0);
INSERT INTO "sqlite_sequence" VALUES('accounts_membership',8);
INSERT INTO "sqlite_sequence" VALUES('plans_version',3);
INSERT INTO "sqlite_sequence" VALUES('atlas_figure',1);
INSERT INTO "sqlite_sequence" VALUES('atlas_heldcentre',1);
INSERT INTO "sqlite_sequence" VALUES('api_token_sites',4);
COMMIT;
