#!/bin/sh
# Run once by the postgres image: one database, one owner and one plain role per service.
set -eu
for service in grievance mediation credit cockpit; do
  psql --set ON_ERROR_STOP=1 --username postgres <<SQL
CREATE ROLE qinwu_${service}_owner LOGIN PASSWORD '${OWNER_PASSWORD}';
CREATE ROLE qinwu_${service}_app LOGIN PASSWORD '${APP_PASSWORD}';
CREATE DATABASE qinwu_${service} OWNER qinwu_${service}_owner;
REVOKE ALL ON DATABASE qinwu_${service} FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE qinwu_${service} TO qinwu_${service}_app;
SQL
done
