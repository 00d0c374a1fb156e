// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice The ECF rules as dated figures, signed by the regulator and readable by anyone.
/// @dev Rules are named "R4", "R10" and so on; a figure is for one class (0: for all). Amounts in sen, ratios in parts per million.
interface IRulebook {
    /// @notice From `effectiveFrom` on, `rule` is `value` for `class`.
    event RuleSet(bytes32 indexed rule, uint8 indexed class, uint256 value, uint64 effectiveFrom);
    /// @notice The calendar's days in `word` (256 days from day `word * 256` of the epoch): which are published, which are business days.
    event CalendarPublished(uint256 indexed word, uint256 published, uint256 business);
    /// @notice A pledge was counted towards its person's ceilings.
    event Booked(bytes32 indexed person, address indexed issuer, address indexed instance, uint256 amount, uint256 total, uint256 ofIssuer);
    /// @notice R1: `most` sen are reserved for the campaign; `raised` is what its company raised before, all operators together.
    event Launched(
        bytes32 indexed person, address indexed issuer, address indexed campaign, uint256 most, uint256 raised, bool microfund
    );
    /// @notice R2: the company raises without a lifetime cap, and not from retail investors.
    event MicrofundSet(bytes32 indexed person, bool microfund);
    /// @notice Entries of `person` that are too old or were given back no longer count.
    event Tidied(bytes32 indexed person, address indexed issuer, uint256 amount, uint256 total, uint256 ofIssuer);

    error RulebookOnlyRegulator(address caller);
    error RulebookInThePast(uint64 effectiveFrom, uint256 time);
    error RulebookOnlyInstance(address caller);
    /// @notice Rulebook R4: `used` sen of the `ceiling` for this issuer are used; `tidy` may free some of it.
    error RulebookIssuerCeiling(uint256 ceiling, uint256 used, uint256 amount);
    /// @notice Rulebook R4b, R5: `used` sen of the `ceiling` over 365 days are used; `tidy` may free some of it.
    error RulebookYearCeiling(uint256 ceiling, uint256 used, uint256 amount);
    /// @notice Rulebook R1: of the `ceiling` for its lifetime the issuer has raised `raised` sen.
    error RulebookIssuerCap(uint256 ceiling, uint256 raised, uint256 amount);
    /// @notice Rulebook R7: a class is certified until `latest` at most, and then again.
    error RulebookCertifiedTooLong(uint64 validUntil, uint256 latest);
    error RulebookNotAnInvestor(address door);
    /// @notice Rulebook R2: a microfund takes no retail investors.
    error RulebookRetailExcluded(address door);
    error RulebookAmountTooLarge(uint256 amount);
    error RulebookNotTheIssuersOperator(address door, address operator);
    /// @notice Rulebook R13: the issuer has a live campaign already.
    error RulebookCampaignLive(address issuer, address campaign);

    /// @notice Set a figure; by the regulator's act.
    function setRule(bytes32 rule, uint8 class, uint256 value, uint64 effectiveFrom) external;
    /// @notice Publish 256 days of the calendar; by the regulator's act.
    function publishCalendar(uint256 word, uint256 published, uint256 business) external;
    /// @notice The figure in force now.
    function figure(bytes32 rule, uint8 class) external view returns (uint256);
    /// @notice Flag a company, by its person tag, as a microfund (R2), or no longer; by the regulator's act. Campaigns that
    /// are approved keep what they were approved with.
    function setMicrofund(bytes32 person, bool microfund) external;
    /// @notice Book `amount` sen of the actor's pledge, who is investor `number` of the calling campaign, the
    /// `launched`-th, of `issuer`, whose person is `company`: R2, R4, R4b, R5. Called by a campaign in an act.
    function book(address issuer, bytes32 company, uint256 launched, uint256 number, uint256 amount, bool microfund) external;
    /// @notice Book that `issuer` has the calling campaign live, which opens at `opensAt` and may raise `most` sen: R13,
    /// R1. Called by an instance in an act; it is the `launched`-th of the market. What the company's last campaign raised is counted here, once it is over.
    function launch(address issuer, uint256 most, uint64 opensAt)
        external
        returns (bytes32 company, uint256 launched, bool microfund);
    /// @notice Look at up to `n` entries of `person` and drop those that no longer count. Callable by anyone.
    function tidy(bytes32 person, uint256 n) external;
    /// @notice What `person` has used: over 365 days (as far as tidied), and with `issuer`.
    function used(bytes32 person, address issuer) external view returns (uint256 total, uint256 ofIssuer, uint256 entries);
    /// @notice R1: what `company` has raised, and what is reserved for its campaign that is not over (zero: none), in sen.
    function raisedBy(bytes32 company) external view returns (uint256 raised, uint256 reserved, address campaign);
    function isMicrofund(bytes32 company) external view returns (bool);
    /// @notice Until when late money counts after `closesAt` ("late-money" business days, or "late-money-s" seconds), and when
    /// the cooling-off ends that follows.
    function windows(uint256 closesAt) external view returns (uint64 graceEndsAt, uint64 coolingOffEndsAt);
    /// @notice When `cooling-off` (R10) ends that begins at `from`: the midnight that ends its
    /// last business day, or seconds when R10s says so.
    function coolingOffEnd(uint256 from) external view returns (uint64);
    function isBusinessDay(uint256 day) external view returns (bool);
    /// @notice The midnight in Kuala Lumpur that ends the n-th business day after `day` (days since 1970).
    function endOfBusinessDay(uint256 day, uint256 n) external view returns (uint64);
}

/// @notice What the rulebook asks a campaign.
interface ICounted {
    /// @notice How much of the `amount` sen that its investor `number` pledged at `bookedAt` still counts: nothing of what was
    /// withdrawn or failed, what was allocated of a pledge that was cut.
    function counted(uint256 number, uint64 bookedAt, uint256 amount) external view returns (uint256);
    function issuer() external view returns (address);
    /// @notice Whether the campaign has come to its end (settled, failed or cancelled).
    function isOver() external view returns (bool);
    /// @notice What it raised (sen); while it is not over, what it may raise at most; nothing when it failed.
    function raised() external view returns (uint256);
}
