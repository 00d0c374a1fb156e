// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICounted} from "./IRulebook.sol";

/// @notice One offer of units, all or nothing. Amounts in sen, units whole, times in chain seconds.
/// @dev States that time or the trustee's mint bring are derived, never stored: Ready (units are here), Live (opened), Due (closed by time).
interface ICampaign is ICounted {
    enum State { None, Proposed, Approved, Ready, Live, Due, CoolingOff, Settling, Settled, Failed, Cancelled }

    struct Terms {
        address issuer;
        address operator;
        address face;
        address money;
        uint64 price;
        uint64 minimum;
        uint64 maximum;
        uint64 opensAt;
        uint64 closesAt;
        bytes32 disclosure;
    }

    struct Pledge { uint64 units; uint64 withdrawnAt; uint64 firstAt; }

    event Proposed(
        address indexed issuer, address indexed operator, address indexed face, address money, uint256 price,
        uint256 minimum, uint256 maximum, uint64 opensAt, uint64 closesAt, bytes32 disclosure
    );
    event Approved(address indexed by, uint256 feeSlabs, uint64 moratorium, uint64 coolingOffEndsAt);
    event Rejected(address indexed by, bytes32 reason);
    event Cancelled(address indexed by, bytes32 reason);
    event Pledged(
        address indexed investor, uint256 units, uint256 amount, uint256 unitsOfInvestor, uint256 unitsPledged, uint256 investors
    );
    event PledgeWithdrawn(address indexed investor, uint256 units, uint256 amount, uint256 unitsPledged, uint256 investors);
    event Closed(uint256 unitsPledged, uint256 raised, uint64 coolingOffEndsAt);
    event Failed(bytes32 indexed why, uint256 unitsPledged);
    event Refunded(address indexed investor, uint256 amount);
    event Delivered(address indexed investor, uint256 units, uint256 indexed certificate, uint256 amount);
    /// @notice A frozen investor's due waits in the campaign until `collect`.
    event Waiting(address indexed investor, uint256 units);
    event Settled(uint256 raised, uint256 fee, uint256 proceeds, uint256 unitsGivenBack);
    event Paid(address indexed to, uint256 amount);

    error CampaignOutOfState(State got, State wanted);
    error CampaignWrongActor(address got, address wanted);
    error CampaignNotAnIssuer(address door);
    error CampaignNotYourClass(address face, address issuer);
    error CampaignNotMoney(address money);
    /// @notice Units: zero < minimum <= maximum, and the price is not zero.
    error CampaignBadTerms();
    /// @notice now < opensAt < closesAt, and at most 180 days between them.
    error CampaignBadDates(uint64 opensAt, uint64 closesAt, uint256 time);
    /// @notice The rulebook's moratorium (R19), in seconds, is beyond ten years.
    error CampaignMoratoriumTooLong(uint256 moratorium);
    error CampaignNotAnInvestor(address door);
    error CampaignZeroUnits();
    /// @notice So many units are left, fewer than the least that the pledge accepts.
    error CampaignTooFewLeft(uint256 left, uint256 least);
    error CampaignNothingPledged(address investor);
    /// @notice Pledge again in the next second after a withdrawal.
    error CampaignPledgeTooSoon(uint64 withdrawnAt);
    error CampaignCoolingOffOver(uint64 endedAt);
    error CampaignCoolingOff(uint64 endsAt);
    error CampaignNotDue(uint64 closesAt);
    error CampaignCannotFail();
    /// @notice After cooling-off fewer units are pledged than the minimum (R8): the campaign can only fail.
    error CampaignMinimumMissed(uint256 pledged, uint256 minimum);
    /// @notice The trustee of the campaign's money is revoked: the campaign can only fail.
    error CampaignTrusteeRevoked(address trustee);
    error CampaignNothingDue(address door);

    // -- acts
    function propose(
        address face, address money, uint256 price, uint256 minimum, uint256 maximum, uint64 opensAt, uint64 closesAt,
        bytes32 disclosure
    ) external;
    function approve() external;
    function reject(bytes32 reason) external;
    function cancel(bytes32 reason) external;
    /// @notice Pledge `units`, or at least `least` of them when fewer are left (first come, first served).
    function pledge(uint256 units, uint256 least) external;
    /// @notice Withdraw the whole pledge: while live and in cooling-off (R10).
    function withdrawPledge() external;

    // -- steps that anyone may push
    /// @notice After the deadline: into cooling-off, or failed when the minimum is missed (R8).
    function close() external;
    /// @notice After cooling-off: deliver to up to `n` investors; the last one pays the issuer and the operator.
    function settle(uint256 n) external;
    /// @notice Fail what can no longer succeed: trustee revoked, minimum missed, or not settled 90 days after its close.
    function fail() external;
    /// @notice Pay back up to `n` investors of a failed or cancelled campaign; a frozen one waits.
    function refund(uint256 n) external;
    /// @notice Pay or deliver what waits for `door`: a refund, a certificate, proceeds or a fee.
    function collect(address door) external;

    // -- readings
    function terms() external view returns (Terms memory);
    function state() external view returns (State);
    function pledgeOf(address investor) external view returns (Pledge memory);
    function unitsPledged() external view returns (uint256);
    /// @notice The units of `face` that the campaign waits for; zero when it waits for none.
    function unitsAwaited(address face) external view returns (uint256);
    function dueTo(address door) external view returns (uint256);
}
