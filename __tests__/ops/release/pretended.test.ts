import { pretendedStatements } from "../../../ops/release/pretended";

describe("The SQL of a pretended migration", () => {
  it("is found in what Laravel prints, also in one log event, and in older versions", () => {
    const output = [
      "entrypoint: waiting\n  2026_11_01_000000_add_title .................... \n  ⇂ alter table `posts` add `title` int not null\n",
      "CreateUsers: create table `users` (`id` bigint unsigned not null)",
      "   INFO  Nothing to migrate.",
    ];
    expect(pretendedStatements(output)).toEqual([
      { sql: "alter table `posts` add `title` int not null", slow: undefined },
      { sql: "create table `users` (`id` bigint unsigned not null)", slow: undefined },
    ]);
  });

  it.each([
    [
      "alter table `posts` add constraint `fk` foreign key (`user_id`) references `users` (`id`)",
      "copies the table",
    ],
    ["alter table `posts` convert to character set utf8mb4", "copies the table"],
    ["alter table `posts` drop primary key", "copies the table"],
    ["alter table `posts` add `full` varchar(9) as (concat(a, b)) stored", "copies the table"],
    ["alter table `posts` partition by hash(id)", "copies the table"],
    [
      "alter table `posts` modify `title` text not null",
      "copies the table, and blocks writes until every row is copied, unless",
    ],
    [
      "ALTER TABLE posts CHANGE title headline text",
      "copies the table, and blocks writes until every row is copied, unless",
    ],
    ["alter table `posts` add fulltext `posts_body`(`body`)", "blocks writes"],
    ["create fulltext index posts_body on posts (body)", "blocks writes"],
    ["alter table `posts` add `id` bigint unsigned not null auto_increment primary key", "blocks writes"],
    ["alter table `posts` drop primary key, add primary key (`id`)", "rebuilds the table"],
    ["alter table `posts` engine=InnoDB", "rebuilds the table"],
    ["optimize table posts", "rebuilds the table"],
    ["update `posts` set `title` = ''", "locks the rows"],
    ["insert into archive select * from posts", "locks the rows"],
  ])("names what takes long on a large table: %s", (sql, slow) => {
    expect(pretendedStatements([`  ⇂ ${sql}`])).toEqual([
      { sql, slow: expect.stringContaining(slow) as string },
    ]);
  });

  it.each([
    "alter table `posts` add `title` varchar(255) null after `id`",
    "alter table `posts` add `change` int null",
    "alter table `posts` drop `title`",
    "alter table `posts` rename column `title` to `headline`",
    "alter table `posts` add index `posts_title`(`title`)",
    "alter table `posts` add unique `posts_title`(`title`)",
    "alter table `posts` drop foreign key `fk`",
    "alter table `posts` auto_increment = 1000",
    "create table `users` (`id` bigint unsigned not null auto_increment primary key)",
    "insert into `roles` (`name`) values ('update')",
    "rename table `a` to `b`",
  ])("does not name what is instant, or lets writes go on: %s", (sql) => {
    expect(pretendedStatements([`Migration: ${sql}`])).toEqual([{ sql, slow: undefined }]);
  });
});
