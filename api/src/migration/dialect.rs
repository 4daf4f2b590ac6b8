//! Where the three databases differ in how a column is made. What stands in a column and how it is compared does not differ.
use sea_orm_migration::{
    prelude::*,
    schema::{string_len, text, timestamp_with_time_zone},
    sea_orm::DbBackend,
};

/// How one database says it.
#[derive(Clone, Copy)]
pub struct Dialect(DbBackend);

impl Dialect {
    pub fn of(manager: &SchemaManager) -> Self {
        Self(manager.get_database_backend())
    }

    /// A moment of UTC, to the microsecond.
    pub fn moment(self, column: impl IntoIden) -> ColumnDef {
        match self.0 {
            // Its type for moments ends in the year 2038, and both of its types keep whole seconds unless told otherwise.
            DbBackend::MySql => ColumnDef::new(column).custom("datetime(6)").not_null().take(),
            _ => timestamp_with_time_zone(column),
        }
    }

    /// The same, or none.
    pub fn moment_null(self, column: impl IntoIden) -> ColumnDef {
        self.moment(column).null().take()
    }

    /// Text of any length.
    pub fn text(self, column: impl IntoIden) -> ColumnDef {
        match self.0 {
            // Its plain text ends at 64 KiB.
            DbBackend::MySql => ColumnDef::new(column).custom("mediumtext").not_null().take(),
            _ => text(column),
        }
    }

    /// Text that is sorted by, and whose beginnings are looked for: by its bytes, as Rust does, not as a language has it.
    pub fn key(self, column: impl IntoIden, length: u32) -> ColumnDef {
        match self.0 {
            DbBackend::Postgres => string_len(column, length).extra("COLLATE \"C\"").take(),
            _ => string_len(column, length),
        }
    }

    /// MySQL has no transactions for tables: a step that broke off there begins again with what is there already.
    pub async fn create_table(self, manager: &SchemaManager<'_>, mut table: TableCreateStatement) -> Result<(), DbErr> {
        if self.0 == DbBackend::MySql {
            // Texts are the same when their bytes are.
            table.if_not_exists().character_set("utf8mb4").collate("utf8mb4_bin").engine("InnoDB");
        }
        manager.create_table(table).await
    }

    pub async fn create_index(self, manager: &SchemaManager<'_>, index: IndexCreateStatement) -> Result<(), DbErr> {
        let name = index.get_index_spec().get_name().unwrap_or_default();
        if self.0 == DbBackend::MySql && self.has_index(manager, name).await? {
            return Ok(());
        }
        manager.create_index(index).await
    }

    async fn has_index(self, manager: &SchemaManager<'_>, name: &str) -> Result<bool, DbErr> {
        let sql = "SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = ?";
        let asked = sea_orm::Statement::from_sql_and_values(self.0, sql, [name.into()]);
        Ok(manager.get_connection().query_one_raw(asked).await?.is_some())
    }

    pub async fn drop_index(
        self,
        manager: &SchemaManager<'_>,
        name: &str,
        table: impl IntoTableRef,
    ) -> Result<(), DbErr> {
        if self.0 == DbBackend::MySql && !self.has_index(manager, name).await? {
            return Ok(());
        }
        manager.drop_index(Index::drop().name(name).table(table).to_owned()).await
    }

    pub async fn add_column(
        self,
        manager: &SchemaManager<'_>,
        (table, column): (&str, &str),
        alter: TableAlterStatement,
    ) -> Result<(), DbErr> {
        if self.0 == DbBackend::MySql && manager.has_column(table, column).await? {
            return Ok(());
        }
        manager.alter_table(alter).await
    }

    pub fn is_mysql(self) -> bool {
        self.0 == DbBackend::MySql
    }
}
