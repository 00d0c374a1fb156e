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
    /// @notice Entries of `person` that are too old or were given back no longer count.
    event Tidied(bytes32 indexed person, address indexed issuer, uint256 amount, uint256 total, uint256 ofIssuer);

    error RulebookOnlyRegulator(address caller);
    error RulebookInThePast(uint64 effectiveFrom, uint256 time);
    error RulebookOnlyInstance(address caller);
    /// @notice Rulebook R4: `used` sen of the `ceiling` for this issuer are used; `tidy` may free some of it.
    error RulebookIssuerCeiling(uint256 ceiling, uint256 used, uint256 amount);
    /// @notice Rulebook R4b, R5: `used` sen of the `ceiling` over 365 days are used; `tidy` may free some of it.
    error RulebookYearCeiling(uint256 ceiling, uint256 used, uint256 amount);
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
    /// @notice Book `amount` sen of the actor's pledge to `issuer`'s campaign: R4, R4b, R5. Called by an instance in an act.
    function book(address issuer, uint256 amount) external;
    /// @notice Book that `issuer` has the calling campaign live: R13. Called by an instance in an act.
    function launch(address issuer) external;
    /// @notice Look at up to `n` entries of `person` and drop those that no longer count. Callable by anyone.
    function tidy(bytes32 person, uint256 n) external;
    /// @notice What `person` has used: over 365 days (as far as tidied), and with `issuer`.
    function used(bytes32 person, address issuer) external view returns (uint256 total, uint256 ofIssuer, uint256 entries);
    /// @notice When `cooling-off` (R10) ends that begins at `from`: the close of its last business day, or seconds when R10s says so.
    function coolingOffEnd(uint256 from) external view returns (uint64);
    function isBusinessDay(uint256 day) external view returns (bool);
}

/// @notice What the rulebook asks a campaign.
interface ICounted {
    /// @notice Pledges of `door` booked before this second no longer count: withdrawn, or (largest value) the campaign failed.
    function countsSince(address door) external view returns (uint64);
    function issuer() external view returns (address);
    /// @notice Whether the campaign has come to its end (settled, failed or cancelled).
    function isOver() external view returns (bool);
}
