// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice One question of an issuer to all who hold a class at the end of a second: a unit is a vote, also while it is
/// offered. Times in chain seconds, quorum in hundredths of a percent of the class's units.
interface IBallot {
    enum State { None, Posed, Open, Closed, Cancelled }
    enum Choice { None, InFavour, Against, Abstain }
    /// @notice Ordinary: more than half of the votes cast for or against. Special: three quarters of them at least.
    enum Resolution { Ordinary, Special }

    struct Terms {
        address issuer;
        uint64 recordAt;
        uint32 record;
        address face;
        uint64 closesAt;
        uint32 epoch;
        bytes32 question;
        uint16 quorum;
        Resolution resolution;
    }

    event BallotPosed(
        address indexed issuer, address indexed face, bytes32 indexed question, uint256 record, uint64 recordAt,
        uint64 closesAt, uint16 quorum, Resolution resolution
    );
    /// @notice The record date has passed: `units` are all that there are.
    event BallotOpened(uint256 units);
    /// @notice `former` is what the same holder had chosen before. The sums are those after this vote.
    event Voted(
        address indexed holder, Choice choice, Choice former, uint256 units, uint256 inFavour, uint256 against,
        uint256 abstained
    );
    event BallotClosed(uint256 inFavour, uint256 against, uint256 abstained, uint256 units, bool quorate, bool passed);
    event BallotCancelled(bytes32 reason);

    error BallotOutOfState(State got, State wanted);
    error BallotNotYourClass(address face, address door);
    error BallotNotTheIssuer(address got, address wanted);
    error BallotQuestionMissing();
    error BallotQuorumOutOfRange(uint16 quorum);
    /// @notice A record date is at most 90 days away, and the close later than it and at most 90 days later.
    error BallotBadDates(uint64 recordAt, uint64 closesAt, uint256 time);
    error BallotTooEarly(uint64 from, uint256 time);
    error BallotTooLate(uint64 until, uint256 time);
    /// @notice The class was converted before anybody could vote.
    error BallotConverted();
    error BallotChoiceMissing();
    /// @notice Held nothing at the record date.
    error BallotNoUnits(address door, uint64 recordAt);
    /// @notice A company has no vote of its own.
    error BallotOwnUnits(address issuer);

    // -- acts
    /// @notice The issuer asks the text whose hash is `question`.
    function pose(
        address face, bytes32 question, uint64 recordAt, uint64 closesAt, uint16 quorum, Resolution resolution
    ) external;
    /// @notice A holder votes with all its units, or changes its vote, until the close.
    function vote(Choice choice) external;
    /// @notice The issuer takes the question back, while its record date is still to come.
    function cancel(bytes32 reason) external;

    // -- steps that anyone may push
    /// @notice The record date has passed: count the units. The first vote does it too.
    function open() external;
    /// @notice Count the votes, for good.
    function close() external;

    // -- readings
    function terms() external view returns (Terms memory);
    function state() external view returns (State);
    function choiceOf(address holder) external view returns (Choice);
    function tally() external view returns (uint256 inFavour, uint256 against, uint256 abstained, uint256 units);
}
